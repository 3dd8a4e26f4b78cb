using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Tenants;

/// <summary>What a customer has, counted now. One's own, or anybody's for an operator; else 404.</summary>
public sealed record GetCustomerStats(CustomerId CustomerId) : IQuery<CustomerStatsDto>;

/// <param name="Tenants">How many there are of each status; likewise instances and subscriptions.</param>
/// <param name="CpuAllocated">Processors that the instances which are not terminated may use together; likewise the bytes.</param>
public sealed record CustomerStatsDto(
    CustomerId CustomerId,
    IReadOnlyDictionary<TenantStatus, int> Tenants,
    IReadOnlyDictionary<InstanceStatus, int> Instances,
    IReadOnlyDictionary<SubscriptionStatus, int> Subscriptions,
    decimal CpuAllocated,
    long MemoryBytesAllocated,
    long StorageBytesAllocated);

internal sealed class GetCustomerStatsHandler(IAppDb db, ICaller caller) : IRequestHandler<GetCustomerStats, Result<CustomerStatsDto>>
{
    public async Task<Result<CustomerStatsDto>> Handle(GetCustomerStats query, CancellationToken cancellationToken)
    {
        var id = query.CustomerId;
        if (!caller.MaySee(id) || !await db.Customers.AnyAsync(c => c.Id == id, cancellationToken))
            return CustomerErrors.NotFound();

        var tenants = db.Tenants.Where(t => t.CustomerId == id);
        var instances = db.Instances.Where(i => tenants.Any(t => t.Id == i.TenantId));
        var allocated = await instances.Where(i => i.Status != InstanceStatus.Terminated).GroupBy(_ => 1)
            .Select(g => new { Cpu = g.Sum(i => i.CpuLimit), Memory = g.Sum(i => i.MemoryLimit.Bytes), Storage = g.Sum(i => i.StorageLimit.Bytes) })
            .SingleOrDefaultAsync(cancellationToken);

        return new CustomerStatsDto(
            id,
            await CountAsync(tenants.Select(t => t.Status), cancellationToken),
            await CountAsync(instances.Select(i => i.Status), cancellationToken),
            await CountAsync(db.Subscriptions.Where(s => s.CustomerId == id).Select(s => s.Status), cancellationToken),
            allocated?.Cpu ?? 0, allocated?.Memory ?? 0, allocated?.Storage ?? 0);
    }

    // Also the statuses that nothing has, so that the answer has one shape.
    private static async Task<Dictionary<T, int>> CountAsync<T>(IQueryable<T> statuses, CancellationToken cancellationToken) where T : struct, Enum
    {
        var counts = await statuses.GroupBy(s => s).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return Enum.GetValues<T>().ToDictionary(s => s, s => counts.GetValueOrDefault(s));
    }
}
