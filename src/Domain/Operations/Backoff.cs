namespace SaaSOdoo.Domain.Operations;

/// <summary>Capped exponential waiting: 1 s, 2 s, 4 s … 60 s.</summary>
public static class Backoff
{
    public static TimeSpan Max { get; } = TimeSpan.FromSeconds(60);

    /// <param name="attempt">The attempt that just failed, from 1.</param>
    public static TimeSpan After(int attempt) => After(attempt, Max);

    /// <inheritdoc cref="After(int)"/>
    /// <param name="max">Instead of 60 s.</param>
    public static TimeSpan After(int attempt, TimeSpan max) =>
        TimeSpan.FromSeconds(Math.Min(max.TotalSeconds, Math.Pow(2, Math.Max(1, attempt) - 1)));
}
