using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Instances;

internal static class InstancesOfTenant
{
    /// <summary>The tenant's live instances, none of which has an operation under way.</summary>
    /// <exception cref="NotYetException">One has: a second operation must wait for it.</exception>
    public static async Task<List<Instance>> InstancesToSettleAsync(this IAppDb db, TenantId tenant, CancellationToken cancellationToken)
    {
        await db.LockTenantAsync(tenant, cancellationToken);
        await db.LockInstancesAsync(tenant, cancellationToken);
        var busy = await db.Operations.AnyAsync(
            o => o.TenantId == tenant && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running), cancellationToken);
        if (busy)
            throw new NotYetException("An operation of the tenant is under way.");

        return await db.Instances.Where(i => i.TenantId == tenant && i.Status != InstanceStatus.Terminated).ToListAsync(cancellationToken);
    }
}
