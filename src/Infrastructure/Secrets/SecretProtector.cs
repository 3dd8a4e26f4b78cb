using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Secrets;

namespace SaaSOdoo.Infrastructure.Secrets;

internal sealed class SecretProtector(IDataProtectionProvider provider, SharedKeyManager keys) : ISecretProtector, IDisposable
{
    private const string Purpose = "SaaSOdoo.Secrets.v1";

    // From reading the ring to using it.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    // A key that nobody has is not looked for again at each look at a value under it.
    private static readonly TimeSpan SearchAgain = TimeSpan.FromSeconds(5);

    private readonly IDataProtector protector = provider.CreateProtector(Purpose);
    private readonly ConcurrentDictionary<Guid, long> missing = new();
    private readonly Lock reading = new();
    private ServiceProvider? newest;

    public string Protect(string secret) => protector.Protect(secret);

    public string Unprotect(string protectedSecret)
    {
        try
        {
            return protector.Unprotect(protectedSecret);
        }
        catch (CryptographicException) when (ProtectedValue.TryKeyOf(protectedSecret, out var key) && FindNewer(protectedSecret, key) is { } secret)
        {
            return secret;
        }
    }

    public void Dispose() => newest?.Dispose();

    // Another process may have encrypted it with a key that is newer than the ring this one remembers. Data Protection reads the ring again
    // beside its calls, and meanwhile answers from the one it has: so this reads a ring of its own, once for each key, instead of waiting.
    private string? FindNewer(string protectedSecret, Guid key)
    {
        lock (reading)
        {
            if (TryUnprotect(newest, protectedSecret) is { } found)
                return found;

            // If this process has had the key, or nobody has it, the value is damaged or its key lost.
            if (keys.HasHad(key, Settled) || IsMissing(key))
                return null;

            keys.Forget();
            newest?.Dispose();
            newest = ReadRing();
            return TryUnprotect(newest, protectedSecret);
        }
    }

    private bool IsMissing(Guid key)
    {
        if (missing.TryGetValue(key, out var since) && Stopwatch.GetElapsedTime(since) < SearchAgain)
            return true;
        if (keys.Knows(key))
            return false;

        missing[key] = Stopwatch.GetTimestamp();
        return true;
    }

    private ServiceProvider ReadRing()
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName(SecretsRegistration.ApplicationName);
        services.AddSingleton<IKeyManager>(new StoredKeys(keys));
        services.Configure<KeyManagementOptions>(o => o.AutoGenerateKeys = false);
        return services.BuildServiceProvider();
    }

    private static string? TryUnprotect(ServiceProvider? ring, string protectedSecret)
    {
        try
        {
            return ring?.GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose).Unprotect(protectedSecret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // Only reads, and is not noted as the ring that this process uses.
    private sealed class StoredKeys(SharedKeyManager keys) : IKeyManager
    {
        public IReadOnlyCollection<IKey> GetAllKeys() => keys.Read();

        public CancellationToken GetCacheExpirationToken() => CancellationToken.None;

        public IKey CreateNewKey(DateTimeOffset activationDate, DateTimeOffset expirationDate) => throw new NotSupportedException();

        public void RevokeAllKeys(DateTimeOffset revocationDate, string? reason = null) => throw new NotSupportedException();

        public void RevokeKey(Guid keyId, string? reason = null) => throw new NotSupportedException();
    }
}
