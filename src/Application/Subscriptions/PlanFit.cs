using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>
/// Whether what a tenant has fits into a plan: asked before a smaller one is taken, and before one is bought for a tenant that still has
/// instances of an older. Ask under the lock on the tenant.
/// </summary>
public sealed class PlanFit(IAppDb db, TimeProvider clock)
{
    /// <summary>A tenant with more than that has to do something about the first ones anyway.</summary>
    private const int Shown = 100;

    /// <returns>409 <c>subscription.exceeds_plan</c> with all that exceeds it; null when it fits.</returns>
    public async Task<Error?> RefusalAsync(TenantId tenant, Plan plan, CancellationToken cancellationToken)
    {
        var live = db.Instances.AsNoTracking().Where(i => i.TenantId == tenant && i.Status != InstanceStatus.Terminated);
        var (instances, users) = (await live.CountAsync(cancellationToken), await CountUsersAsync(tenant, cancellationToken));
        var tooBig = await live
            .Where(i => i.CpuLimit > plan.MaxCpu || i.MemoryLimit.Bytes > plan.MaxMemoryBytes || i.StorageLimit.Bytes > plan.MaxStorageBytes)
            .OrderBy(i => i.Id).Take(Shown).Select(i => new Size(i.Id, i.CpuLimit, i.MemoryLimit.Bytes, i.StorageLimit.Bytes)).ToListAsync(cancellationToken);

        List<Excess> exceeding = [.. Tenants(plan, instances, users), .. tooBig.SelectMany(i => Limits(plan, i))];
        return exceeding.Count == 0 ? null : SubscriptionErrors.ExceedsPlan(plan.Code, exceeding);
    }

    /// <summary>Members and those who are invited.</summary>
    private async Task<int> CountUsersAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.TenantMembers.CountAsync(m => m.TenantId == tenant, cancellationToken)
            + await db.Invitations.CountAsync(i => i.TenantId == tenant && i.ClosedAt == null && i.ExpiresAt > now, cancellationToken);
    }

    private static IEnumerable<Excess> Tenants(Plan plan, int instances, int users)
    {
        if (instances > plan.MaxInstances)
            yield return new("max_instances", null, instances, plan.MaxInstances);
        if (users > plan.MaxUsers)
            yield return new("max_users", null, users, plan.MaxUsers);
    }

    private static IEnumerable<Excess> Limits(Plan plan, Size instance)
    {
        if (instance.Cpus > plan.MaxCpu)
            yield return new("cpu_limit", instance.Id, instance.Cpus, plan.MaxCpu);
        if (instance.Memory > plan.MaxMemoryBytes)
            yield return new("memory_limit", instance.Id, ByteSize.Show(instance.Memory), ByteSize.Show(plan.MaxMemoryBytes));
        if (instance.Storage > plan.MaxStorageBytes)
            yield return new("storage_limit", instance.Id, ByteSize.Show(instance.Storage), ByteSize.Show(plan.MaxStorageBytes));
    }

    private sealed record Size(InstanceId Id, decimal Cpus, long Memory, long Storage);
}
