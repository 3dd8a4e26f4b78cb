using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Tenants;

internal static class TenantClosing
{
    public static Task<int> LiveInstancesAsync(this IAppDb db, IReadOnlyCollection<TenantId> tenants, CancellationToken cancellationToken) =>
        db.Instances.CountAsync(i => tenants.Contains(i.TenantId) && i.Status != InstanceStatus.Terminated, cancellationToken);

    /// <summary>Closes a tenant for good, and its subscription and webhooks with it. Under the lock on the tenant's row; the caller saves.</summary>
    public static async Task<Result> CloseAsync(this IAppDb db, Tenant tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var terminated = tenant.Terminate(await db.LiveInstancesAsync([tenant.Id], cancellationToken), now);
        if (terminated.IsFailure)
            return terminated;

        var subscription = await db.Subscriptions.SingleOrDefaultAsync(
            s => s.TenantId == tenant.Id && !SubscriptionStatuses.Ended.Contains(s.Status), cancellationToken);
        subscription?.CancelNow(await db.BillingTimeOfAsync(subscription, now, cancellationToken));
        await db.EndWebhooksAsync(tenant.Id, now, cancellationToken);
        return Result.Success;
    }

    // What a customer on a test clock owes is counted by that clock.
    private static async Task<DateTimeOffset> BillingTimeOfAsync(
        this IAppDb db, Subscription subscription, DateTimeOffset now, CancellationToken cancellationToken) =>
        subscription.ClockId is { } clock
            ? await db.TestClocks.Where(c => c.Id == clock).Select(c => c.Now).SingleAsync(cancellationToken)
            : BillingTime.Floor(now);
}
