using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Instances;

/// <summary>A suspended tenant's instances are suspended, with the tenant as the recorded cause.</summary>
internal sealed class SuspendInstancesOfTenant(IAppDb db, TimeProvider clock) : EventConsumer<TenantSuspended>
{
    public override string Name => "suspend_instances_of_tenant";

    protected override async Task ConsumeAsync(TenantSuspended domainEvent, CancellationToken cancellationToken)
    {
        var (_, instances, othersBusy) = await db.InstancesToSettleAsync(domainEvent.TenantId, cancellationToken);

        // Asked under the lock on the tenant: events are delivered several at a time, and a later one may have been first.
        if (!await db.Tenants.AnyAsync(t => t.Id == domainEvent.TenantId && t.Status == TenantStatus.Suspended, cancellationToken))
            return;

        db.SuspendForTenant(instances, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        if (othersBusy)
            throw NotYetException.After("An operation of the tenant is under way.");
    }
}
