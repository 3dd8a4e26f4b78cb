using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Asks for convergence without a customer's word.</summary>
public sealed class HealingRequests(IAppDb db, TimeProvider clock)
{
    /// <summary>Does nothing when somebody was first, or when the instance is not <paramref name="seen"/> any more.</summary>
    public Task RequestAsync(InstanceId id, InstanceStatus seen, CancellationToken cancellationToken) =>
        db.InTransactionAsync(token => QueueAsync(id, seen, token), cancellationToken);

    // Under the instance's lock: a command that came meanwhile goes first, and its operation will look for itself.
    private async Task QueueAsync(InstanceId id, InstanceStatus seen, CancellationToken cancellationToken)
    {
        await db.LockInstanceAsync(id, cancellationToken);
        if (await db.ActiveOperationsOf(id).AnyAsync(cancellationToken)
            || await db.Instances.SingleOrDefaultAsync(i => i.Id == id && i.Status == seen, cancellationToken) is not { } instance
            || !await MayAsync(instance, cancellationToken)
            || instance.Heal(clock.GetUtcNow()) is not { } healing)
            return;

        db.Operations.Add(healing);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    // One that failed is not suspended with its tenant; it must not come back by itself meanwhile, nor while it is not paid for.
    private async Task<bool> MayAsync(Instance instance, CancellationToken cancellationToken) =>
        instance is not { Status: InstanceStatus.Error, DesiredPower: DesiredPower.Running }
        || (instance.BillingStatus != BillingStatus.PaymentRequired
            && await db.Tenants.AnyAsync(t => t.Id == instance.TenantId && t.Status == TenantStatus.Active, cancellationToken));
}
