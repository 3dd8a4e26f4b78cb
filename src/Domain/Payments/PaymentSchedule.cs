namespace SaaSOdoo.Domain.Payments;

/// <summary>When the gateway is asked about a payment that it was called for. A message from it is a reason to ask at once.</summary>
public static class PaymentSchedule
{
    /// <summary>From the call on; at <see cref="Patience"/> the invoice is freed.</summary>
    private static readonly TimeSpan[] Asks =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), Patience, TimeSpan.FromHours(1), TimeSpan.FromHours(6), Watch,
    ];

    /// <summary>How long a payer may take before the invoice can be paid in another way.</summary>
    public static TimeSpan Patience => TimeSpan.FromMinutes(30);

    /// <summary>How long a payment is asked for after the call: prompts have been confirmed hours later.</summary>
    public static TimeSpan Watch => TimeSpan.FromDays(1);

    /// <summary>How long a prompt on a telephone can be confirmed: only then can it be cancelled here.</summary>
    public static TimeSpan Prompt => TimeSpan.FromMinutes(2);

    /// <summary>Between two answers that there is no such payment, before that is believed.</summary>
    public static TimeSpan Doubt => TimeSpan.FromMinutes(5);

    /// <summary>So many polls in a row fail before our own trace is asked by in turn with them.</summary>
    public const int Polls = 5;

    /// <summary>
    /// So many asks in a row fail before what nobody waits for any more is given up: with their pauses, most of a day. Time alone says nothing
    /// of a gateway, since we may have been away ourselves.
    /// </summary>
    public const int Persistence = 24;

    /// <summary>Between two polls for the same message.</summary>
    public static TimeSpan Repetition => TimeSpan.FromMinutes(1);

    /// <summary>After a failed ask, and beyond all others.</summary>
    public static TimeSpan Longest => TimeSpan.FromHours(1);

    /// <summary>The next time to ask; hourly beyond the last one.</summary>
    public static DateTimeOffset Next(DateTimeOffset called, DateTimeOffset now)
    {
        foreach (var ask in Asks)
        {
            if (called + ask > now)
                return called + ask;
        }

        return now + Longest;
    }

    /// <summary>After the gateway did not answer: in 5 s, 10 s, 20 s … at most an hour, and not later than planned.</summary>
    /// <param name="failures">In a row, from 1.</param>
    public static DateTimeOffset Retry(DateTimeOffset called, int failures, DateTimeOffset now)
    {
        var pause = TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, 5 * Math.Pow(2, Math.Clamp(failures, 1, 20) - 1)));
        var planned = Next(called, now);
        return now + pause < planned ? now + pause : planned;
    }
}
