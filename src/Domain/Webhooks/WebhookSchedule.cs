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

    /// <summary>A receiver can ask for so much time at most: beyond, it would be given up without having been tried.</summary>
    public static TimeSpan LongestAsked { get; } = TimeSpan.FromHours(24);

    /// <summary>Up to a tenth shorter by chance, so that it never takes longer than it says; never shorter than what the receiver asked for.</summary>
    /// <param name="failures">Attempts that failed so far, from 1.</param>
    /// <param name="asked">By the receiver; null when it did not.</param>
    /// <returns>Null when that was the last one.</returns>
    public static TimeSpan? After(int failures, double jitter, TimeSpan? asked = null)
    {
        if (failures > Pauses.Length)
            return null;

        var own = Pauses[failures - 1] * (1 - (jitter / 10));
        var theirs = asked > LongestAsked ? LongestAsked : asked ?? TimeSpan.Zero;
        return own > theirs ? own : theirs;
    }
}
