using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Tries what has failed again when its pause is over: an error is a report and not an end.</summary>
public sealed class FailedInstanceRetry(IAppDb db, HealingRequests healing, TimeProvider clock)
{
    /// <summary>More are due the next time: all at once would stand before what customers ask for.</summary>
    public const int AtOnce = 50;

    public async Task RetryDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = await db.Instances
            .Where(i => i.RetryAt != null && i.RetryAt <= now)
            .Where(i => i.DesiredPower != DesiredPower.Running || i.Status != InstanceStatus.Error
                || (i.BillingStatus != BillingStatus.PaymentRequired && db.Tenants.Any(t => t.Id == i.TenantId && t.Status == TenantStatus.Active)))
            .Where(i => !db.Operations.Any(o => o.InstanceId == i.Id && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running)))
            .OrderBy(i => i.RetryAt)
            .Take(AtOnce)
            .Select(i => new { i.Id, i.Status })
            .ToListAsync(cancellationToken);
        foreach (var instance in due)
            await healing.RequestAsync(instance.Id, instance.Status, cancellationToken);
    }
}
