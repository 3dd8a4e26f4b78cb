using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>How a command of the owner comes to a subscription: under its locks, after all that was due; and how it ends.</summary>
public sealed class SubscriptionAccess(IAppDb db, SubscriptionCycle cycle, BillingClock clock)
{
    /// <summary>
    /// A renewal or payment of the same moment is either done before or waits: the cycle takes the locks of tenant, account and
    /// subscription, which are held until the command ends.
    /// </summary>
    public async Task<(Subscription Subscription, DateTimeOffset Now)> OpenAsync(SubscriptionId id, CancellationToken cancellationToken)
    {
        await cycle.AdvanceAsync(id, cancellationToken);
        var subscription = await db.Subscriptions.SingleAsync(s => s.Id == id, cancellationToken);
        return (subscription, await clock.NowForAsync(id, cancellationToken));
    }

    /// <summary>Saves, and takes what follows at once: invoices that do not fit any more, a change that credit has paid.</summary>
    public async Task<SubscriptionDto> CloseAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        await cycle.AdvanceAsync(subscription.Id, cancellationToken);
        var id = subscription.Id;
        return await db.ViewsOf(db.Subscriptions.AsNoTracking().Where(s => s.Id == id)).SingleAsync(cancellationToken);
    }
}
