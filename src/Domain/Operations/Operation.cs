using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Operations;

/// <summary>
/// A piece of slow work on an instance, queued in the transaction that asks for it. <see cref="Fence"/> grows with every claim and
/// cancellation and guards every save: a worker that lost its lease cannot write.
/// </summary>
public sealed class Operation : AggregateRoot, ILeased
{
    public const int MaxAttempts = 5;

    /// <summary>More than failed attempts: a process that is stopped in the middle is nobody's fault, and has come further each time.</summary>
    public const int MaxWorkersLost = 25;
    public const int DetailMaxLength = 1000;
    private const int LongStep = 10;

    private Operation()
    {
    }

    public OperationId Id { get; private set; }
    public InstanceId InstanceId { get; private set; }
    public TenantId TenantId { get; private set; }
    public OperationKind Kind { get; private set; }
    public OperationStatus Status { get; private set; }
    public List<OperationStep> Steps { get; private set; } = [];

    /// <summary>Nobody waits for it who asked for it: what customers ask for goes first.</summary>
    public bool IsBackground { get; private set; }
    public DateTimeOffset RunAfter { get; private set; }

    /// <inheritdoc/>
    public int Attempts { get; private set; }

    /// <summary>Waits in a row for something that is away, which are no attempts: their own back-off grows with them.</summary>
    public int Pauses { get; private set; }

    /// <summary>Since when it waits, without a worker, for something that takes its time; null when it does not.</summary>
    public DateTimeOffset? WaitingSince { get; private set; }
    public string? LeaseOwner { get; private set; }
    public DateTimeOffset? LeaseUntil { get; private set; }
    public int Fence { get; private set; }
    public string? ErrorCode { get; private set; }
    public string? ErrorDetail { get; private set; }
    public CustomerId? RequestedBy { get; private set; }

    /// <summary>The backup that data are restored from, or that a backup makes; null for what does neither.</summary>
    public BackupId? BackupId { get; private set; }

    /// <summary>Why it puts back what it has changed, and fails then; null while it has not failed.</summary>
    public string? UndoCode { get; private set; }
    public string? UndoDetail { get; private set; }
    public string? TraceParent { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The attempt that is under way, else the last one; 0 before the first.</summary>
    public int Attempt => Status == OperationStatus.Running ? Attempts + 1 : Attempts;

    /// <summary>What does not succeed in it is not tried again.</summary>
    public bool IsLastAttempt => Attempt >= MaxAttempts;

    /// <summary>0 to 100: finished steps of those planned.</summary>
    public int Progress { get; private set; }

    /// <summary>So many attempts were begun and none ended: whatever works on it dies of it. A termination goes on all the same.</summary>
    public bool LostItsWorkers => Attempts >= MaxWorkersLost && Kind != OperationKind.Terminate;

    /// <summary>A backup only reads: however it ends, the instance is what it was.</summary>
    public bool ChangesInstance => Kind != OperationKind.Backup;

    /// <summary>What it has changed can be put back, and is before it fails.</summary>
    public bool CanUndo => Kind == OperationKind.Restore && UndoCode is null;

    public bool IsActive => Status is OperationStatus.Queued or OperationStatus.Running;

    public static Operation Queue(
        InstanceId instance, TenantId tenant, OperationKind kind, Requester by, DateTimeOffset now, BackupId? backup = null, bool isBackground = false)
    {
        var operation = new Operation
        {
            Id = NewId.Of<OperationId>(now),
            InstanceId = instance,
            TenantId = tenant,
            Kind = kind,
            Status = OperationStatus.Queued,
            IsBackground = isBackground || kind == OperationKind.Heal,
            RunAfter = now,
            RequestedBy = by.Customer,
            BackupId = backup,
            TraceParent = by.TraceParent,
            CreatedAt = now,
        };
        operation.Raise(new OperationQueued(operation.Id, instance, tenant, kind, now));
        return operation;
    }

    /// <summary>Another operation takes its place. A worker that is at it stops before its next step.</summary>
    public void Cancel(DateTimeOffset now)
    {
        (Status, FinishedAt) = (OperationStatus.Cancelled, now);
        BreakOff("Another operation took its place.", now);
        Fence++;
        Raise(new OperationFinished(Id, InstanceId, TenantId, Kind, Status, null, now));
    }

    /// <summary>Records what is still missing; what earlier attempts finished stays on record.</summary>
    public void Plan(IReadOnlyList<StepName> missing, DateTimeOffset now)
    {
        // Looked at again while it waits, and all is as it was: nothing to record or to tell.
        if (WaitingSince is not null && Steps.Where(s => s.Status != StepStatus.Succeeded).Select(s => s.Name).SequenceEqual(missing))
            return;

        // What it waited for is there.
        if (WaitingSince is not null)
            Steps = Steps.Select(s => s.Status == StepStatus.Running && !missing.Contains(s.Name) ? Finished(s, now) : s).ToList();

        WaitingSince = null;
        var done = Steps.Where(s => s.Status == StepStatus.Succeeded && !missing.Contains(s.Name));
        Steps = [.. done, .. missing.Select(name => new OperationStep(name, StepStatus.Pending))];
        Report(now);
    }

    /// <summary>Does nothing when the step was begun already and waits.</summary>
    public void Begin(StepName step, DateTimeOffset now)
    {
        if (Steps.Exists(s => s.Name == step && s.Status == StepStatus.Running))
            return;

        WaitingSince = null;
        Record(step, s => s with { Status = StepStatus.Running, StartedAt = now, Detail = null, Percent = null }, now);
    }

    /// <param name="percent">How much of the step is done; null where nobody knows.</param>
    public void Describe(StepName step, string detail, DateTimeOffset now, int? percent = null) =>
        Record(step, s => s with { Detail = Short(detail), Percent = percent ?? s.Percent }, now);

    public void Finish(StepName step, DateTimeOffset now) =>
        Record(step, s => Finished(s, now), now);

    public void Succeed(DateTimeOffset now)
    {
        WaitingSince = null;
        (Status, Progress, FinishedAt, ErrorCode, ErrorDetail) = (OperationStatus.Succeeded, 100, now, null, null);
        Attempts++;
        Release();
        Raise(new OperationFinished(Id, InstanceId, TenantId, Kind, Status, null, now));
    }

    /// <summary>Fails for good.</summary>
    public void Fail(string code, string detail, DateTimeOffset now)
    {
        Interrupt(code, detail, now);
        (Status, FinishedAt) = (OperationStatus.Failed, now);
        Attempts++;
        Raise(new OperationFinished(Id, InstanceId, TenantId, Kind, Status, code, now));
    }

    /// <summary>The backup that it is for.</summary>
    public void Makes(BackupId backup) => BackupId = backup;

    /// <summary>Cannot succeed any more: what it has changed is put back, with attempts of its own, and then it fails.</summary>
    public void Undo(string code, string detail, DateTimeOffset now)
    {
        (UndoCode, UndoDetail, Attempts, Pauses) = (code, Short(detail), 0, 0);
        Requeue(code, detail, now, now);
    }

    /// <summary>The attempt failed: again later.</summary>
    public void Postpone(string code, string detail, DateTimeOffset now)
    {
        (Attempts, Pauses) = (Attempts + 1, 0);
        Requeue(code, detail, now + Backoff.After(Attempts), now);
    }

    /// <summary>Something that it needs is away or not ready: again later, which is no attempt, however often.</summary>
    public void Pause(string code, string detail, DateTimeOffset now)
    {
        Pauses++;
        Requeue(code, detail, now + Backoff.After(Pauses), now);
    }

    /// <summary>What it waits for may be there now: looked at at once, and not when its pause is over.</summary>
    public void Resume(DateTimeOffset now)
    {
        if (Status == OperationStatus.Queued && RunAfter > now)
            RunAfter = now;
    }

    /// <summary>
    /// The step that runs waits for something that takes its time: looked at again soon, the longer it takes the less often. No attempt, no
    /// pause; told once, however often it is looked at.
    /// </summary>
    public void Wait(string detail, DateTimeOffset now)
    {
        var waited = now - (WaitingSince ?? now);
        (Status, RunAfter) = (OperationStatus.Queued, now + Backoff.WhileWaiting(waited));
        Release();
        if (WaitingSince is not null)
            return;

        WaitingSince = now;
        Steps = Steps.Select(s => s.Status == StepStatus.Running ? s with { Detail = Short(detail) } : s).ToList();
        Report(now);
    }

    /// <summary>The worker shuts down: somebody else goes on at once.</summary>
    public void HandBack(DateTimeOffset now) => Requeue("worker.stopped", "The worker was stopped; another goes on.", now, now);

    private void Requeue(string code, string detail, DateTimeOffset runAfter, DateTimeOffset now)
    {
        Interrupt(code, detail, now);
        (Status, RunAfter) = (OperationStatus.Queued, runAfter);
        Report(now);
    }

    private void Interrupt(string code, string detail, DateTimeOffset now)
    {
        (ErrorCode, ErrorDetail, WaitingSince) = (code, Short(detail), null);
        BreakOff(detail, now);
        Release();
    }

    private void BreakOff(string detail, DateTimeOffset now) => Steps = Steps
        .Select(s => s.Status == StepStatus.Running ? s with { Status = StepStatus.Failed, FinishedAt = now, Detail = Short(detail) } : s)
        .ToList();

    private void Release() => (LeaseOwner, LeaseUntil) = (null, null);

    private void Record(StepName name, Func<OperationStep, OperationStep> change, DateTimeOffset now)
    {
        Steps = Steps.Select(s => s.Name == name ? change(s) : s).ToList();
        Report(now, Steps.Find(s => s.Name == name), atLeast: Progress);
    }

    // Within a plan it never goes back, also when a step turns out to be a long one.
    private void Report(DateTimeOffset now, OperationStep? changed = null, int atLeast = 0)
    {
        if (Steps.Count > 0)
            Progress = Math.Max(Math.Min(99, Steps.Sum(Done) / Steps.Sum(Weight)), atLeast);
        var current = changed ?? Steps.LastOrDefault(s => s.Status != StepStatus.Pending);
        Raise(new OperationProgressed(Id, InstanceId, TenantId, Kind, Status, Progress, current, now));
    }

    private static OperationStep Finished(OperationStep step, DateTimeOffset now) => step with { Status = StepStatus.Succeeded, FinishedAt = now };

    // A step that tells how far it is takes about as long as all others together.
    private static int Weight(OperationStep step) => step.Percent is null ? 1 : LongStep;

    private static int Done(OperationStep step) => Weight(step) * step.Status switch
    {
        StepStatus.Succeeded => 100,
        StepStatus.Running => step.Percent ?? 0,
        _ => 0,
    };

    private static string Short(string text) => text.Length <= DetailMaxLength ? text : text[..DetailMaxLength];
}
