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

        var instances = await InstancesAsync(id, cancellationToken);
        var allocated = instances.Where(i => i.Key != InstanceStatus.Terminated).Select(i => i.Value).ToList();
        return new CustomerStatsDto(
            id,
            await CountAsync(db.Tenants.Where(t => t.CustomerId == id).Select(t => t.Status), cancellationToken),
            Enum.GetValues<InstanceStatus>().ToDictionary(s => s, s => instances.GetValueOrDefault(s)?.Count ?? 0),
            await CountAsync(db.Subscriptions.Where(s => s.CustomerId == id).Select(s => s.Status), cancellationToken),
            allocated.Sum(i => i.Cpu), allocated.Sum(i => i.Memory), allocated.Sum(i => i.Storage));
    }

    // Tenant by tenant: left to choose, PostgreSQL may read everybody's instances. The offset is what leaves it no choice.
    private async Task<Dictionary<InstanceStatus, InstanceSums>> InstancesAsync(CustomerId id, CancellationToken cancellationToken)
    {
        var sums = await db.Database.SqlQuery<InstanceSums>(
            $"""
            select i.status as "Status", count(*)::int as "Count", sum(i.cpu_limit) as "Cpu", sum(i.memory_limit_bytes)::bigint as "Memory",
                sum(i.storage_limit_bytes)::bigint as "Storage"
            from tenants t cross join lateral (select * from instances where tenant_id = t.id offset 0) i
            where t.customer_id = {id.Value} group by i.status
            """).ToListAsync(cancellationToken);
        return sums.ToDictionary(s => EnumText<InstanceStatus>.Parse(s.Status));
    }

    // Also the statuses that nothing has, so that the answer has one shape.
    private static async Task<Dictionary<T, int>> CountAsync<T>(IQueryable<T> statuses, CancellationToken cancellationToken) where T : struct, Enum
    {
        var counts = await statuses.GroupBy(s => s).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return Enum.GetValues<T>().ToDictionary(s => s, s => counts.GetValueOrDefault(s));
    }

    private sealed record InstanceSums(string Status, int Count, decimal Cpu, long Memory, long Storage);
}
