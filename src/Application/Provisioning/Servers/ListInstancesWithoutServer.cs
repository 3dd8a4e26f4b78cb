using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Servers;

/// <summary>The instances that wait for a database server, newest first: what an operator adds or dedicates one for.</summary>
public sealed record ListInstancesWithoutServer(Paging Paging) : IQuery<Page<InstanceWithoutServerDto>>;

/// <param name="OperationId">It waits, and goes on by itself.</param>
/// <param name="Kind">Of the server it needs: for a dedicated one the tenant's.</param>
/// <param name="Since">When its operation was asked for.</param>
public sealed record InstanceWithoutServerDto(
    OperationId OperationId, InstanceId InstanceId, TenantId TenantId, DatabaseServerKind Kind, DateTimeOffset Since, DateTimeOffset NextAttemptAt);

internal sealed class ListInstancesWithoutServerHandler(IAppDb db)
    : IRequestHandler<ListInstancesWithoutServer, Result<Page<InstanceWithoutServerDto>>>
{
    public async Task<Result<Page<InstanceWithoutServerDto>>> Handle(ListInstancesWithoutServer query, CancellationToken cancellationToken) =>
        await db.WaitingForServer().NewestFirst(query.Paging, o => o.Id)
            .Select(o => new InstanceWithoutServerDto(
                o.Id, o.InstanceId, o.TenantId,
                o.ErrorCode == AllocationRefusals.NoDedicatedServer ? DatabaseServerKind.Dedicated : DatabaseServerKind.Shared, o.CreatedAt, o.RunAfter))
            .ToPageAsync(query.Paging, o => o.OperationId.Value, cancellationToken);
}
