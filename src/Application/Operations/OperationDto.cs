using System.Linq.Expressions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Operations;

/// <summary>A piece of work on an instance, with its steps as they are run.</summary>
/// <param name="Progress">0 to 100.</param>
/// <param name="Attempt">Tries so far; waiting for something that is away does not count.</param>
/// <param name="Status">Queued also while a step waits for something that takes its time: then one of the steps is running.</param>
/// <param name="RunAfter">When it is tried or looked at (again), if it is queued.</param>
/// <param name="BackupId">The backup that it makes, or restores from; null for what does neither.</param>
/// <param name="ErrorCode">Of the last failed attempt, even while it is tried again.</param>
public sealed record OperationDto(
    OperationId Id,
    InstanceId InstanceId,
    OperationKind Kind,
    OperationStatus Status,
    int Progress,
    List<OperationStep> Steps,
    int Attempt,
    DateTimeOffset RunAfter,
    BackupId? BackupId,
    string? ErrorCode,
    string? ErrorDetail,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt)
{
    internal static Expression<Func<Operation, OperationDto>> Projection { get; } = o => new OperationDto(
        o.Id, o.InstanceId, o.Kind, o.Status, o.Progress, o.Steps, o.Status == OperationStatus.Running ? o.Attempts + 1 : o.Attempts, o.RunAfter, o.BackupId,
        o.ErrorCode, o.ErrorDetail, o.CreatedAt, o.StartedAt, o.FinishedAt);

    private static readonly Func<Operation, OperationDto> InMemory = Projection.Compile();

    internal static OperationDto From(Operation operation) => InMemory(operation);
}
