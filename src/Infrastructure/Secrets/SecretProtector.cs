using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using SaaSOdoo.Application.Secrets;

namespace SaaSOdoo.Infrastructure.Secrets;

internal sealed class SecretProtector(IDataProtectionProvider provider, SharedKeyManager keys) : ISecretProtector
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // From reading the ring to using it.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);
    private readonly IDataProtector protector = provider.CreateProtector("SaaSOdoo.Secrets.v1");

    public string Protect(string secret) => protector.Protect(secret);

    public string Unprotect(string protectedSecret)
    {
        try
        {
            return protector.Unprotect(protectedSecret);
        }
        catch (CryptographicException) when (MayBeUnderNewerKey(protectedSecret))
        {
            return UnprotectWithFreshRing(protectedSecret);
        }
    }

    // Another process may have encrypted it with a key that is newer than the ring this one remembers. If it has the key, or nobody does, the
    // value is damaged or its key lost: then nothing would be gained, and everybody held up, by reading the ring again at each look at it.
    private bool MayBeUnderNewerKey(string protectedSecret) =>
        ProtectedValue.TryKeyOf(protectedSecret, out var key) && !keys.HasHad(key, Settled) && keys.Knows(key);

    // Data Protection reads the ring again beside the call, and meanwhile answers from the one it has.
    private string UnprotectWithFreshRing(string protectedSecret)
    {
        keys.Forget();
        string? secret = null;
        return SpinWait.SpinUntil(() => TryUnprotect(protectedSecret, out secret), Patience) ? secret! : protector.Unprotect(protectedSecret);
    }

    private bool TryUnprotect(string protectedSecret, out string? secret)
    {
        try
        {
            secret = protector.Unprotect(protectedSecret);
            return true;
        }
        catch (CryptographicException)
        {
            secret = null;
            return false;
        }
    }
}
