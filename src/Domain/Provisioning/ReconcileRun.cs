using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Provisioning;

public enum ReconcileStatus
{
    /// <summary>Asked for, and not ended.</summary>
    Running,
    Completed,

    /// <summary>It could not look at everything in time.</summary>
    Failed,
}

/// <summary>How far a run has come. Each stage begins where the one before has ended, so that a crash costs one batch.</summary>
public enum ReconcileStage
{
    /// <summary>Those that should run, by their id.</summary>
    Instances,

    /// <summary>Those that run and should not.</summary>
    Stopped,

    /// <summary>What belongs to no live instance.</summary>
    Orphans,

    /// <summary>What was found is put right; a dry run ends before.</summary>
    Repair,
    Done,
}

/// <summary>A look at everything that there is, asked for by an operator, with what it has found; and its repair, unless it is a dry run.</summary>
public sealed class ReconcileRun : AggregateRoot
{
    public const int ErrorMaxLength = 1000;

    /// <summary>How long something that does not answer may hold up a run; what it has found by then stays.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private ReconcileRun()
    {
    }

    public ReconcileRunId Id { get; private set; }
    public bool DryRun { get; private set; }
    public ReconcileStatus Status { get; private set; }
    public ReconcileStage Stage { get; private set; }

    /// <summary>The last instance of the first stage that was looked at.</summary>
    public Guid After { get; private set; }

    /// <summary>Instances that were compared.</summary>
    public int Looked { get; private set; }

    /// <summary>Those among them with an operation under way, which are its worker's and were left out.</summary>
    public int Busy { get; private set; }

    /// <summary>What was found.</summary>
    public int Found { get; private set; }
    public CustomerId RequestedBy { get; private set; }
    public string? ErrorMessage { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Since when nothing got on; null while something does.</summary>
    public DateTimeOffset? WaitingSince { get; private set; }

    public static ReconcileRun Ask(bool dryRun, CustomerId by, DateTimeOffset now) => new()
    {
        Id = NewId.Of<ReconcileRunId>(now),
        DryRun = dryRun,
        Status = ReconcileStatus.Running,
        Stage = ReconcileStage.Instances,
        RequestedBy = by,
        CreatedAt = now,
    };

    /// <summary>A batch of instances was looked at.</summary>
    /// <param name="last">Null: there are no more in this stage.</param>
    public void Look(int looked, int busy, int found, Guid? last, DateTimeOffset now)
    {
        (StartedAt, Looked, Busy, Found) = (StartedAt ?? now, Looked + looked, Busy + busy, Found + found);
        GoOn();
        if (last is { } id)
            After = id;
        else
            Stage++;
    }

    /// <summary>What belongs to nobody was looked for: a dry run has ended with it.</summary>
    public void LookForOrphans(int found, DateTimeOffset now)
    {
        (Found, Stage) = (Found + found, ReconcileStage.Repair);
        GoOn();
        if (DryRun || Found == 0)
            Complete(now);
    }

    /// <summary>Something was done, and there is more to do.</summary>
    public void GoOn() => WaitingSince = null;

    /// <summary>Whatever was found is put right, or somebody is at it.</summary>
    public void Complete(DateTimeOffset now) =>
        (Status, Stage, ErrorMessage, FinishedAt) = (ReconcileStatus.Completed, ReconcileStage.Done, null, now);

    /// <summary>Something that it needs does not answer: tried again for <see cref="Patience"/>.</summary>
    public void Wait(string reason, DateTimeOffset now)
    {
        ErrorMessage = reason.Length <= ErrorMaxLength ? reason : reason[..ErrorMaxLength];
        WaitingSince ??= now;
        if (now - WaitingSince >= Patience)
            (Status, FinishedAt) = (ReconcileStatus.Failed, now);
    }
}
