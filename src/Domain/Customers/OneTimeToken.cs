using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Customers;

/// <summary>What a one-time token lets its bearer do.</summary>
public enum TokenKind
{
    VerifyEmail,
    ResetPassword,
}

/// <summary>
/// Proof that its bearer reads a customer's mail: 256 random bits, sent once and stored as SHA-256. A customer has one of each kind at most,
/// so that a newer one voids the older; using it deletes it, so that of two uses at once one finds nothing.
/// </summary>
public sealed class OneTimeToken
{
    public const int HashLength = 32;

    /// <summary>A newer one is issued only after this time: whoever knows an address cannot flood its mailbox.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private OneTimeToken()
    {
    }

    public OneTimeTokenId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public TokenKind Kind { get; private set; }
    public byte[] TokenHash { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }

    public static OneTimeToken Issue(CustomerId customer, TokenKind kind, byte[] tokenHash, DateTimeOffset now) => new()
    {
        Id = NewId.Of<OneTimeTokenId>(now),
        CustomerId = customer,
        Kind = kind,
        TokenHash = tokenHash,
        CreatedAt = now,
        ExpiresAt = now + LifetimeOf(kind),
    };

    public static TimeSpan LifetimeOf(TokenKind kind) => kind switch
    {
        TokenKind.VerifyEmail => TimeSpan.FromHours(48),
        TokenKind.ResetPassword => TimeSpan.FromHours(1),
    };

    public bool IsTooFreshToReplace(DateTimeOffset now) => now < CreatedAt + Pause;

    /// <returns>One answer for whatever is wrong with a token, so that none can be told from another.</returns>
    public static Result<CustomerId> Redeem(OneTimeToken? found, DateTimeOffset now) =>
        found is null || now >= found.ExpiresAt ? CustomerErrors.TokenInvalid : found.CustomerId;
}
