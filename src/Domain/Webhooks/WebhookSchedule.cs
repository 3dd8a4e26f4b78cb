namespace SaaSOdoo.Domain.Webhooks;

/// <summary>When a delivery is tried again: soon, then ever later, for three days in all.</summary>
public static class WebhookSchedule
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(16), TimeSpan.FromHours(24),
    ];

    /// <summary>What waits longer, because no worker was there, is given up too: nobody expects it any more.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(3);

    public static int MaxAttempts => Pauses.Length + 1;

    /// <summary>Up to a tenth shorter by chance, so that it never takes longer than it says.</summary>
    /// <param name="failures">Attempts that failed so far, from 1.</param>
    /// <returns>Null when that was the last one.</returns>
    public static TimeSpan? After(int failures, double jitter) =>
        failures > Pauses.Length ? null : Pauses[failures - 1] * (1 - (jitter / 10));
}
