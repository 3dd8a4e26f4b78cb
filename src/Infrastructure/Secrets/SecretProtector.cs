using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using SaaSOdoo.Application.Ports;

namespace SaaSOdoo.Infrastructure.Secrets;

internal sealed class SecretProtector(IDataProtectionProvider provider, SharedKeyManager keys) : ISecretProtector
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly IDataProtector protector = provider.CreateProtector("SaaSOdoo.Secrets.v1");

    public string Protect(string secret) => protector.Protect(secret);

    public string Unprotect(string protectedSecret)
    {
        try
        {
            return protector.Unprotect(protectedSecret);
        }
        catch (CryptographicException)
        {
            // Another process may have encrypted it with a key that is newer than the ring this one remembers.
            return UnprotectWithFreshRing(protectedSecret);
        }
    }

    // Data Protection reads the ring again beside the call, and meanwhile answers from the one it has.
    private string UnprotectWithFreshRing(string protectedSecret)
    {
        keys.Forget();
        string? secret = null;
        return keys.Knows(ProtectedValue.KeyOf(protectedSecret)) && SpinWait.SpinUntil(() => TryUnprotect(protectedSecret, out secret), Patience)
            ? secret!
            : protector.Unprotect(protectedSecret);
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
