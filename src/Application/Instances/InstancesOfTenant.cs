using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Instances;

internal static class InstancesOfTenant
{
    /// <summary>
    /// The tenant's live instances, and those of them without an operation under way. Whether others are busy: a second operation must wait for
    /// theirs. One that is being terminated is not waited for.
    /// </summary>
    public static async Task<(List<Instance> Live, List<Instance> Idle, bool OthersBusy)> InstancesToSettleAsync(
        this IAppDb db, TenantId tenant, CancellationToken cancellationToken)
    {
        await db.LockTenantAsync(tenant, cancellationToken);
        await db.LockInstancesAsync(tenant, cancellationToken);
        var active = await db.Operations
            .Where(o => o.TenantId == tenant && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running))
            .Select(o => new { o.InstanceId, o.Kind })
            .ToListAsync(cancellationToken);
        var busy = active.Select(o => o.InstanceId).ToHashSet();
        var live = await db.Instances.Where(i => i.TenantId == tenant && i.Status != InstanceStatus.Terminated).ToListAsync(cancellationToken);
        return (live, [.. live.Where(i => !busy.Contains(i.Id))], active.Any(o => o.Kind != OperationKind.Terminate));
    }

    /// <summary>Suspends what a suspended tenant has. The caller saves.</summary>
    public static void SuspendForTenant(this IAppDb db, IEnumerable<Instance> idle, DateTimeOffset now)
    {
        foreach (var instance in idle.Where(i => i.Status is InstanceStatus.Running or InstanceStatus.Stopped or InstanceStatus.Error))
            db.Operations.Add(instance.Suspend(SuspensionCause.Tenant, Requester.Platform, now).Value);
    }

    /// <summary>Lifts exactly the suspensions that the tenant's own suspension caused; what ran before runs again. The caller saves.</summary>
    public static void ResumeForTenant(this IAppDb db, IEnumerable<Instance> idle, DateTimeOffset now)
    {
        foreach (var instance in idle.Where(i => i is { Status: InstanceStatus.Suspended, SuspendedBy: SuspensionCause.Tenant }))
        {
            // Unpaid meanwhile: it stays suspended, and is lifted when billing says that it is paid.
            var resumed = instance.Unsuspend(SuspensionCause.Tenant, new TenantStanding(true), Requester.Platform, now);
            if (!resumed.IsFailure && resumed.Value is { } operation)
                db.Operations.Add(operation);
        }
    }
}
