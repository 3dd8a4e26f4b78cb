using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Instances;

/// <summary>The caller's instances, newest first. Terminated ones are listed too; filter by status.</summary>
public sealed record ListInstances(TenantId? Tenant, InstanceStatus? Status, Paging Paging) : IQuery<Page<InstanceDto>>;

internal sealed class ListInstancesHandler(IAppDb db, ICaller caller, ISecretProtector protector)
    : IRequestHandler<ListInstances, Result<Page<InstanceDto>>>
{
    public async Task<Result<Page<InstanceDto>>> Handle(ListInstances query, CancellationToken cancellationToken)
    {
        var page = await db.NewestInstancesOf(caller, query.Paging, query.Tenant, query.Status)
            .NewestFirst(query.Paging, i => i.Id)
            .Select(InstanceDto.Projection)
            .ToPageAsync(query.Paging, i => i.Id.Value, cancellationToken);
        return page with { Items = await db.WithVariablesAsync(caller, protector, page.Items, cancellationToken) };
    }
}
