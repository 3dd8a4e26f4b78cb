using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Domain.Sessions;

/// <summary>
/// Failed logins with an e-mail address that has no account. Counted and locked like an account's, so that the answers do not tell
/// that there is none. Kept by the address's hash: whose addresses strangers try is nobody's business.
/// </summary>
public sealed class UnknownLogin
{
    public const int EmailHashLength = 32;

    /// <summary>Kept this long after the last attempt.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private UnknownLogin()
    {
    }

    public byte[] EmailHash { get; private set; } = [];
    public int FailedLogins { get; private set; }
    public DateTimeOffset? LockedUntil { get; private set; }
    public DateTimeOffset LastAt { get; private set; }

    /// <returns>What a customer's login would answer to a wrong password.</returns>
    public Common.Error Refuse(DateTimeOffset now)
    {
        var next = new LockOut(FailedLogins, LockedUntil).AfterFailure(now);
        (FailedLogins, LockedUntil, LastAt) = (next.Failed, next.Until, now);
        return CustomerErrors.InvalidCredentials(next.Rest(now));
    }
}
