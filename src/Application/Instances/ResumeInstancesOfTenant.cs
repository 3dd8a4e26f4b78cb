using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Instances;

/// <summary>Lifts exactly the suspensions that the tenant's own suspension caused; what ran before runs again.</summary>
internal sealed class ResumeInstancesOfTenant(IAppDb db, TimeProvider clock) : EventConsumer<TenantActivated>
{
    public override string Name => "resume_instances_of_tenant";

    protected override async Task ConsumeAsync(TenantActivated domainEvent, CancellationToken cancellationToken)
    {
        var (_, instances, othersBusy) = await db.InstancesToSettleAsync(domainEvent.TenantId, cancellationToken);

        // Asked under the lock on the tenant: events are delivered several at a time, and a later one may have been first.
        if (!await db.Tenants.AnyAsync(t => t.Id == domainEvent.TenantId && t.Status == TenantStatus.Active, cancellationToken))
            return;

        db.ResumeForTenant(instances, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        if (othersBusy)
            throw NotYetException.After("An operation of the tenant is under way.");
    }
}
