using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Provisioning;

/// <summary>What something is that was found.</summary>
public enum FindingKind
{
    /// <summary>An instance that is not as it should be.</summary>
    Instance,
    Container,
    Volume,
    Database,
    Role,

    /// <summary>It does not answer: what it may hold that belongs to nobody is not known.</summary>
    DatabaseServer,
}

/// <summary>What becomes of a finding.</summary>
public enum FindingOutcome
{
    /// <summary>A dry run found it.</summary>
    Found,

    /// <summary>It will be put right.</summary>
    Pending,

    /// <summary>An operation puts it right.</summary>
    Healing,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>The platform does not touch it by itself; <see cref="ReconcileFinding.Reason"/> says why.</summary>
    Left,

    /// <summary>What would have to be asked does not answer.</summary>
    Unknown,
}

/// <summary>One thing that a run has found.</summary>
public sealed class ReconcileFinding
{
    public const int NameMaxLength = 300;
    public const int ReasonMaxLength = 100;

    private ReconcileFinding()
    {
    }

    public ReconcileFindingId Id { get; private set; }
    public ReconcileRunId RunId { get; private set; }
    public FindingKind Kind { get; private set; }

    /// <summary>Of the container, volume, database, role or server; of an instance its container's.</summary>
    public string Name { get; private set; } = "";
    public InstanceId? InstanceId { get; private set; }
    public DatabaseServerId? DatabaseServerId { get; private set; }

    /// <summary>What differs; of what belongs to nobody, nothing.</summary>
    public List<DriftLine> Lines { get; private set; } = [];

    /// <summary>What the planner would do now.</summary>
    public List<StepName> Steps { get; private set; } = [];
    public FindingOutcome Outcome { get; private set; }

    /// <summary>Why it is left: <c>data_missing</c>, <c>owner_unknown</c>, <c>not_in_use</c> …; null where there is nothing to say.</summary>
    public string? Reason { get; private set; }

    /// <summary>The healing that was asked for.</summary>
    public OperationId? OperationId { get; private set; }

    /// <param name="refusal">Why nothing is done about it by itself; null when it is.</param>
    public static ReconcileFinding OfInstance(
        ReconcileRun run, InstanceId instance, string workload, IEnumerable<DriftLine> lines, IReadOnlyList<StepName>? steps, string? refusal, DateTimeOffset now) =>
        new()
        {
            Id = NewId.Of<ReconcileFindingId>(now),
            RunId = run.Id,
            Kind = FindingKind.Instance,
            Name = workload,
            InstanceId = instance,
            Lines = [.. lines],
            Steps = [.. steps ?? []],
            Outcome = steps is null ? FindingOutcome.Unknown : Begin(run, refusal),
            Reason = refusal,
        };

    /// <param name="reason">Why it is left; null when it is removed.</param>
    public static ReconcileFinding OfOrphan(
        ReconcileRun run, FindingKind kind, string name, InstanceId? instance, DatabaseServerId? server, string? reason, DateTimeOffset now) =>
        new()
        {
            Id = NewId.Of<ReconcileFindingId>(now),
            RunId = run.Id,
            Kind = kind,
            Name = name.Length <= NameMaxLength ? name : name[..NameMaxLength],
            InstanceId = instance,
            DatabaseServerId = server,
            Outcome = kind == FindingKind.DatabaseServer ? FindingOutcome.Unknown : Begin(run, reason),
            Reason = reason,
        };

    public void Heals(OperationId operation) => (Outcome, OperationId) = (FindingOutcome.Healing, operation);

    public void Remove() => Outcome = FindingOutcome.Removed;

    public void Leave(string reason) =>
        (Outcome, Reason) = (FindingOutcome.Left, reason.Length <= ReasonMaxLength ? reason : reason[..ReasonMaxLength]);

    private static FindingOutcome Begin(ReconcileRun run, string? reason) =>
        run.DryRun ? FindingOutcome.Found : reason is null ? FindingOutcome.Pending : FindingOutcome.Left;
}
