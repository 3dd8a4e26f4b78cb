using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace SaaSOdoo.Infrastructure.Secrets;

/// <summary>
/// Data Protection's own key manager, but the ring it is asked for can be forgotten: without that a process looks for other processes' keys
/// once a day only, and could not read what they encrypt with a new one.
/// </summary>
internal sealed class SharedKeyManager(XmlKeyManager inner) : IKeyManager, IDisposable
{
    private readonly ConcurrentDictionary<Guid, long> handedOut = new();
    private CancellationTokenSource current = new();

    /// <summary>The next use reads the ring from the database.</summary>
    // The old source is not disposed of: somebody may be asking for its token, and it holds nothing but memory.
    public void Forget() => Interlocked.Exchange(ref current, new CancellationTokenSource()).Cancel();

    /// <summary>Whether the database has this key now.</summary>
    public bool Knows(Guid key) => inner.GetAllKeys().Any(k => k.KeyId == key);

    /// <summary>Whether the ring of this process has it for so long already that it is in use.</summary>
    public bool HasHad(Guid key, TimeSpan atLeast) => handedOut.TryGetValue(key, out var since) && Stopwatch.GetElapsedTime(since) >= atLeast;

    public CancellationToken GetCacheExpirationToken() =>
        CancellationTokenSource.CreateLinkedTokenSource(inner.GetCacheExpirationToken(), current.Token).Token;

    public IKey CreateNewKey(DateTimeOffset activationDate, DateTimeOffset expirationDate) => inner.CreateNewKey(activationDate, expirationDate);

    /// <summary>Asked by Data Protection when it makes the ring.</summary>
    public IReadOnlyCollection<IKey> GetAllKeys()
    {
        var all = inner.GetAllKeys();
        foreach (var key in all)
            handedOut.TryAdd(key.KeyId, Stopwatch.GetTimestamp());
        return all;
    }

    /// <summary>Those in the database, to look at only.</summary>
    public IReadOnlyCollection<IKey> Read() => inner.GetAllKeys();

    public void RevokeAllKeys(DateTimeOffset revocationDate, string? reason = null) => inner.RevokeAllKeys(revocationDate, reason);

    public void RevokeKey(Guid keyId, string? reason = null) => inner.RevokeKey(keyId, reason);

    public void Dispose() => current.Dispose();
}
