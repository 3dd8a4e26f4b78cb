using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Instances;

internal static class InstancesOfTenant
{
    /// <summary>
    /// The tenant's live instances without an operation under way, and whether there are others: a second operation must wait for theirs. One
    /// that is being terminated is not waited for.
    /// </summary>
    public static async Task<(List<Instance> Idle, bool OthersBusy)> InstancesToSettleAsync(
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
        return ([.. live.Where(i => !busy.Contains(i.Id))], active.Any(o => o.Kind != OperationKind.Terminate));
    }
}
