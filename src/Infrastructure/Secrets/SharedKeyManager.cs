using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace SaaSOdoo.Infrastructure.Secrets;

/// <summary>
/// Data Protection's own key manager, but the ring it is asked for can be forgotten: without that a process looks for other processes' keys
/// once a day only, and could not read what they encrypt with a new one.
/// </summary>
internal sealed class SharedKeyManager(XmlKeyManager inner) : IKeyManager, IDisposable
{
    private CancellationTokenSource current = new();

    /// <summary>The next use reads the ring from the database.</summary>
    public void Forget()
    {
        using var old = Interlocked.Exchange(ref current, new CancellationTokenSource());
        old.Cancel();
    }

    /// <summary>Whether the database has this key now.</summary>
    public bool Knows(Guid key) => inner.GetAllKeys().Any(k => k.KeyId == key);

    public CancellationToken GetCacheExpirationToken() =>
        CancellationTokenSource.CreateLinkedTokenSource(inner.GetCacheExpirationToken(), current.Token).Token;

    public IKey CreateNewKey(DateTimeOffset activationDate, DateTimeOffset expirationDate) => inner.CreateNewKey(activationDate, expirationDate);

    public IReadOnlyCollection<IKey> GetAllKeys() => inner.GetAllKeys();

    public void RevokeAllKeys(DateTimeOffset revocationDate, string? reason = null) => inner.RevokeAllKeys(revocationDate, reason);

    public void RevokeKey(Guid keyId, string? reason = null) => inner.RevokeKey(keyId, reason);

    public void Dispose() => current.Dispose();
}
