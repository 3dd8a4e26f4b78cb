using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Instances;

/// <summary>The short answer for pollers: every status dimension and what may be done now.</summary>
public sealed record GetInstanceStatus(InstanceId Id) : IQuery<InstanceStatusDto>;

/// <param name="NextAttemptAt">When what has failed is tried again by itself; null when nothing is to be tried, or while it is tried.</param>
/// <param name="OperationId">The operation that is queued or running; null when there is none.</param>
/// <param name="WaitingReason">What that operation waits for before it goes on by itself; null while nothing is waited for.</param>
public sealed record InstanceStatusDto(
    InstanceId InstanceId,
    InstanceStatus Status,
    ContainerStatus ContainerStatus,
    InstanceHealth Health,
    BillingStatus BillingStatus,
    ProvisioningStatus ProvisioningStatus,
    string? ErrorCode,
    string? ErrorMessage,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? LastHealthCheck,
    DateTimeOffset? StartedAt,
    OperationId? OperationId,
    string? WaitingReason)
{
    /// <summary>What <c>POST /instances/{id}/actions</c> would take in this status.</summary>
    public IReadOnlyList<InstanceAction> AllowedActions =>
        InstanceActions.AllowedIn(Status).Intersect(InstanceActions.Offered).ToList();
}

internal sealed class GetInstanceStatusHandler(IAppDb db, ICaller caller) : IRequestHandler<GetInstanceStatus, Result<InstanceStatusDto>>
{
    public async Task<Result<InstanceStatusDto>> Handle(GetInstanceStatus query, CancellationToken cancellationToken)
    {
        var status = await db.InstancesOf(caller)
            .Where(i => i.Id == query.Id)
            .Select(i => new InstanceStatusDto(
                i.Id, i.Status, i.Observation.ContainerStatus, i.Observation.Health, i.BillingStatus, i.ProvisioningStatus, i.ErrorCode,
                i.ErrorMessage, i.RetryAt, i.Observation.LastHealthCheck, i.StartedAt,
                db.Operations
                    .Where(o => o.InstanceId == i.Id && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running))
                    .Select(o => (OperationId?)o.Id)
                    .FirstOrDefault(),
                db.Operations
                    .Where(o => o.InstanceId == i.Id && o.Status == OperationStatus.Queued && o.Pauses > 0)
                    .Select(o => o.ErrorDetail)
                    .FirstOrDefault()))
            .SingleOrDefaultAsync(cancellationToken);
        return status is null ? InstanceErrors.NotFound : status;
    }
}
