using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Instances;

internal static class InstanceAdmission
{
    /// <summary>Why the tenant may not have one more instance; null when it may. Ask under the lock on the tenant.</summary>
    public static async Task<Error?> RefusalOfInstanceAsync(
        this IAppDb db, Tenant tenant, Entitlements? plan, ResourceLimits limits, CancellationToken cancellationToken)
    {
        if (tenant.Status != TenantStatus.Active)
            return InstanceErrors.TenantNotActive;
        if (plan is null)
            return InstanceErrors.NoSubscription;
        if (plan.Status == SubscriptionStatus.PastDue)
            return InstanceErrors.PaymentRequired;

        var live = await db.Instances.CountAsync(i => i.TenantId == tenant.Id && i.Status != InstanceStatus.Terminated, cancellationToken);
        if (live >= plan.MaxInstances)
            return InstanceErrors.LimitReached(plan.MaxInstances);

        var within = limits.Within(plan.Ceiling);
        return within.IsFailure ? within.Error : null;
    }
}
