namespace SaaSOdoo.Domain.Sessions;

/// <summary>
/// Counts wrong guesses in a row and says until when nobody may guess. One rule for accounts that exist and for e-mail addresses that have
/// none: else the lock would tell which is which.
/// </summary>
/// <param name="Failed">In a row; a lock and a success start again from 0.</param>
public sealed record LockOut(int Failed, DateTimeOffset? Until)
{
    public const int MaxFailed = 5;
    public static readonly TimeSpan Time = TimeSpan.FromMinutes(15);
    public static readonly LockOut None = new(Failed: 0, Until: null);

    /// <summary>How long nobody may guess yet; null when anybody may.</summary>
    public TimeSpan? Rest(DateTimeOffset now) => Until > now ? Until - now : null;

    /// <summary>Guesses during a lock do not count: they would lengthen it for ever.</summary>
    public LockOut AfterFailure(DateTimeOffset now) =>
        Rest(now) is not null ? this
        : Failed + 1 < MaxFailed ? new(Failed + 1, Until)
        : new(Failed: 0, now + Time);
}
