using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Instances;

/// <summary>The caller's instances, newest first. Terminated ones are listed too; filter by status.</summary>
public sealed record ListInstances(TenantId? Tenant, InstanceStatus? Status, Paging Paging) : IQuery<Page<InstanceDto>>;

internal sealed class ListInstancesHandler(IAppDb db, ICaller caller, IConfigurationProvider maps)
    : IRequestHandler<ListInstances, Result<Page<InstanceDto>>>
{
    public async Task<Result<Page<InstanceDto>>> Handle(ListInstances query, CancellationToken cancellationToken)
    {
        var instances = db.InstancesOf(caller);
        if (query.Tenant is { } tenant)
            instances = instances.Where(i => i.TenantId == tenant);
        if (query.Status is { } status)
            instances = instances.Where(i => i.Status == status);
        if (query.Paging.After is { } after)
            instances = instances.Where(i => (Guid)(object)i.Id < after);

        var rows = await instances
            .OrderByDescending(i => i.Id)
            .Take(query.Paging.Limit + 1)
            .ProjectTo<InstanceDto>(maps)
            .ToListAsync(cancellationToken);
        return Page<InstanceDto>.Of(rows, query.Paging, i => i.Id.Value);
    }
}
