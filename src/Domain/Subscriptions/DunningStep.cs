namespace SaaSOdoo.Domain.Subscriptions;

public enum DunningKind
{
    /// <summary>The invoice is due and not paid; nothing is taken away yet.</summary>
    PastDue,

    /// <summary>Owners are reminded of it.</summary>
    Reminder,

    /// <summary>The instances are suspended.</summary>
    Suspension,

    /// <summary>The subscription ends.</summary>
    Expiry,
}

/// <summary>One step of what follows when an invoice is not paid.</summary>
/// <param name="Day">After so many days of 24 hours from when the invoice was due, if nothing of ours delays it.</param>
/// <param name="At">When it runs, at the earliest.</param>
/// <param name="RanAt">When it ran; null: it has not.</param>
public sealed record DunningStep(DunningKind Kind, int Day, DateTimeOffset At, DateTimeOffset? RanAt);

/// <summary>The steps in their order. A step that runs late moves those after it, so that an outage of ours takes no time from who owes.</summary>
public static class DunningLadder
{
    /// <summary>The steps for something that was due, of which the first has just run.</summary>
    public static List<DunningStep> Begin(BillingTerms terms, DateTimeOffset due, DateTimeOffset now) =>
        Run([.. terms.Dunning.Select(d => new DunningStep(d.Kind, d.Day, due.AddDays(d.Day), RanAt: null))], due, now);

    /// <summary>Runs the next step. Each step after it is at max(due + its day, the one before + the days between them).</summary>
    public static List<DunningStep> Run(IReadOnlyList<DunningStep> steps, DateTimeOffset due, DateTimeOffset now)
    {
        var ladder = new List<DunningStep>();
        foreach (var step in steps)
        {
            if (step.RanAt is not null)
                ladder.Add(step);
            else if (ladder.Count == 0 || (steps[ladder.Count - 1].RanAt is not null))
                ladder.Add(step with { RanAt = now });
            else
                ladder.Add(step with { At = Later(due.AddDays(step.Day), After(ladder[^1], step)) });
        }

        return ladder;
    }

    /// <summary>The step that runs next; null after the last.</summary>
    public static DunningStep? Next(IReadOnlyList<DunningStep> steps) => steps.FirstOrDefault(s => s.RanAt is null);

    private static DateTimeOffset After(DunningStep before, DunningStep step) => (before.RanAt ?? before.At).AddDays(step.Day - before.Day);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
