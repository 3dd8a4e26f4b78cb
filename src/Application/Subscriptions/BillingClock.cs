using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>
/// What time it is for billing: trials, periods, invoices, dunning. The real time, or that of the test clock that the customer is bound to. UTC,
/// whole seconds, so that what is computed from it can be computed again from what was stored. Ids, leases, tokens, mails and event times
/// go by <see cref="TimeProvider"/>.
/// </summary>
/// <remarks>Ask after the locks are taken: a clock that advances writes each step's time before it runs the step.</remarks>
public sealed class BillingClock(IAppDb db, TimeProvider clock)
{
    /// <summary>For who pays.</summary>
    public async Task<DateTimeOffset> NowForAsync(CustomerId customer, CancellationToken cancellationToken) =>
        Time(await db.Customers.Where(c => c.Id == customer).Select(c => c.ClockId)
            .Join(db.TestClocks, id => id, t => t.Id, (_, t) => (DateTimeOffset?)t.Now).SingleOrDefaultAsync(cancellationToken));

    /// <summary>For who pays for the tenant.</summary>
    public async Task<DateTimeOffset> NowForAsync(TenantId tenant, CancellationToken cancellationToken) =>
        Time(await db.Tenants.Where(t => t.Id == tenant).Join(db.Customers, t => t.CustomerId, c => c.Id, (_, c) => c.ClockId)
            .Join(db.TestClocks, id => id, t => t.Id, (_, t) => (DateTimeOffset?)t.Now).SingleOrDefaultAsync(cancellationToken));

    /// <summary>By the clock that the subscription was made with.</summary>
    public async Task<DateTimeOffset> NowForAsync(SubscriptionId subscription, CancellationToken cancellationToken) =>
        Time(await db.Subscriptions.Where(s => s.Id == subscription).Select(s => s.ClockId)
            .Join(db.TestClocks, id => id, t => t.Id, (_, t) => (DateTimeOffset?)t.Now).SingleOrDefaultAsync(cancellationToken));

    private DateTimeOffset Time(DateTimeOffset? clocks) => BillingTime.Floor(clocks ?? clock.GetUtcNow());
}
