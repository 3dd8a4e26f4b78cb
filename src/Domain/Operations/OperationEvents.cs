using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Operations;

public abstract record OperationEvent(
    OperationId OperationId, InstanceId InstanceId, TenantId TenantId, OperationKind Kind, DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => OperationId.Value;

    public override Guid? Tenant => TenantId.Value;
}

[EventName("operation.queued")]
public sealed record OperationQueued(OperationId OperationId, InstanceId InstanceId, TenantId TenantId, OperationKind Kind, DateTimeOffset At)
    : OperationEvent(OperationId, InstanceId, TenantId, Kind, At);

/// <summary>Something of the operation changed: the live feed's unit.</summary>
/// <param name="Progress">0 to 100.</param>
/// <param name="Step">The step that changed, else the last that was begun; null before the first.</param>
[EventName("operation.progressed")]
public sealed record OperationProgressed(
    OperationId OperationId,
    InstanceId InstanceId,
    TenantId TenantId,
    OperationKind Kind,
    OperationStatus Status,
    int Progress,
    OperationStep? Step,
    DateTimeOffset At) : OperationEvent(OperationId, InstanceId, TenantId, Kind, At);

/// <summary>The last event of an operation.</summary>
/// <param name="Status">succeeded, failed or cancelled.</param>
[EventName("operation.finished")]
public sealed record OperationFinished(
    OperationId OperationId,
    InstanceId InstanceId,
    TenantId TenantId,
    OperationKind Kind,
    OperationStatus Status,
    string? ErrorCode,
    DateTimeOffset At) : OperationEvent(OperationId, InstanceId, TenantId, Kind, At);
