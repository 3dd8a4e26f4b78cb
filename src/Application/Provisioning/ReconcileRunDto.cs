using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>A look at everything that there is, and its repair unless it is a dry run.</summary>
/// <param name="DryRun">It only looks.</param>
/// <param name="Stage">How far it has come: each stage begins where the one before has ended.</param>
/// <param name="Looked">Instances that were compared so far.</param>
/// <param name="Busy">Of those that run or have failed, how many were left out because an operation was under way: look again later.</param>
/// <param name="Found">Findings so far; their list says what they are.</param>
/// <param name="Pending">Findings that are still to be put right, and operations that are under way for it: 0 in the end.</param>
/// <param name="RequestedBy">The operator.</param>
/// <param name="ErrorMessage">What it waits for, or why it has failed; null when all is well.</param>
public sealed record ReconcileRunDto(
    ReconcileRunId Id,
    bool DryRun,
    ReconcileStatus Status,
    ReconcileStage Stage,
    int Looked,
    int Busy,
    int Found,
    int Pending,
    CustomerId RequestedBy,
    string? ErrorMessage,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt);

/// <summary>One thing that a run has found.</summary>
/// <param name="Name">Of the container, volume, database, role or server; of an instance its container's.</param>
/// <param name="InstanceId">Whose it is or was; null when nobody is known.</param>
/// <param name="DatabaseServerId">Where a database or role is.</param>
/// <param name="Lines">What differs, or is unknown, of an instance.</param>
/// <param name="Steps">What the planner would do, in order.</param>
/// <param name="Outcome">What became of it. Of a dry run <c>found</c>, or <c>unknown</c>.</param>
/// <param name="Reason">
/// Why nothing is done about it by itself: <c>data_missing</c>, <c>owner_unknown</c>, <c>not_in_use</c>, <c>not_allowed_now</c>,
/// <c>database_owner</c>, <c>role_in_use</c>, <c>newer_than_known</c>, <c>in_use_again</c>, <c>unreachable</c>, <c>failed</c>, <c>run_failed</c>; null when something is.
/// </param>
/// <param name="OperationId">That puts it right.</param>
/// <param name="OperationStatus">Where that operation stands; null when there is none.</param>
public sealed record ReconcileFindingDto(
    ReconcileFindingId Id,
    FindingKind Kind,
    string Name,
    InstanceId? InstanceId,
    DatabaseServerId? DatabaseServerId,
    IReadOnlyList<DriftLineDto> Lines,
    IReadOnlyList<StepName> Steps,
    FindingOutcome Outcome,
    string? Reason,
    OperationId? OperationId,
    OperationStatus? OperationStatus);

internal static class ReconcileViews
{
    public static IQueryable<ReconcileRunDto> ViewsOf(this IAppDb db, IQueryable<ReconcileRun> runs) => runs.Select(r => new ReconcileRunDto(
        r.Id, r.DryRun, r.Status, r.Stage, r.Looked, r.Busy, r.Found,
        db.ReconcileFindings.Count(f => f.RunId == r.Id && (f.Outcome == FindingOutcome.Pending || (f.Outcome == FindingOutcome.Healing
            && db.Operations.Any(o => o.Id == f.OperationId && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running))))),
        r.RequestedBy, r.ErrorMessage, r.CreatedAt, r.StartedAt, r.FinishedAt));
}
