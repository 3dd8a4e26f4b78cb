namespace SaaSOdoo.Domain.Operations;

/// <summary>Capped exponential waiting: 1 s, 2 s, 4 s … 60 s.</summary>
public static class Backoff
{
    public static TimeSpan Max { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Between two looks at what takes its time: a tenth of what it has taken, 1 s to 5 s.</summary>
    public static TimeSpan WhileWaiting(TimeSpan waited) => TimeSpan.FromSeconds(Math.Clamp(waited.TotalSeconds / 10, 1, 5));

    /// <param name="attempt">The attempt that just failed, from 1.</param>
    public static TimeSpan After(int attempt) => After(attempt, Max);

    /// <summary>Of what has failed for good and is tried again by itself: 1 min, 2 min, 4 min … 1 h.</summary>
    /// <param name="failure">The failure that just was, from 1.</param>
    public static TimeSpan AfterFailure(int failure) => After(failure, TimeSpan.FromSeconds(60)) * 60;

    /// <inheritdoc cref="After(int)"/>
    /// <param name="max">Instead of 60 s.</param>
    public static TimeSpan After(int attempt, TimeSpan max) =>
        TimeSpan.FromSeconds(Math.Min(max.TotalSeconds, Math.Pow(2, Math.Max(1, attempt) - 1)));
}
