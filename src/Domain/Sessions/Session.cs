using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Sessions;

/// <summary>
/// A login. Its token is shown once and stored only as SHA-256: 256 random bits need no slow hash. Valid iff not revoked, not expired
/// and its customer active. No aggregate: its writes are single guarded updates that never wait for each other.
/// </summary>
public sealed class Session
{
    public const int TokenHashLength = 32;
    public const int IpAddressMaxLength = 45;
    public const int UserAgentMaxLength = 300;
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);
    public static readonly TimeSpan RememberedLifetime = TimeSpan.FromDays(30);

    /// <summary>How old <see cref="LastUsedAt"/> may be before it is written again.</summary>
    public static readonly TimeSpan UseResolution = TimeSpan.FromMinutes(1);

    private Session()
    {
    }

    public SessionId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public byte[] TokenHash { get; private set; } = [];
    public string? IpAddress { get; private set; }
    public string? UserAgent { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset LastUsedAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }

    public static Session Start(CustomerId customer, byte[] tokenHash, bool remember, SessionOrigin origin, DateTimeOffset now) => new()
    {
        Id = NewId.Of<SessionId>(now),
        CustomerId = customer,
        TokenHash = tokenHash,
        IpAddress = Truncated(origin.IpAddress, IpAddressMaxLength),
        UserAgent = Truncated(origin.UserAgent, UserAgentMaxLength),
        CreatedAt = now,
        ExpiresAt = now + (remember ? RememberedLifetime : Lifetime),
        LastUsedAt = now,
    };

    private static string? Truncated(string? text, int max) => text?.Length > max ? text[..max] : text;
}

/// <summary>Where a login came from, as far as known.</summary>
public sealed record SessionOrigin(string? IpAddress, string? UserAgent);
