using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

/// <summary>Their tenants: subscriptions with instances, which run for who pays and for nobody else.</summary>
public abstract partial class PaymentScenario
{
    private readonly List<Shop> shops = [];
    private TimeSpan away;

    private protected int Shops => shops.Count;

    /// <summary>A customer with a tenant and a subscription; the one with a trial has instances at once.</summary>
    private protected async Task OpenShopAsync(bool trial)
    {
        var (customer, tenant) = await Host.BecomeAnotherAsync();
        await Host.ExecuteAsync("update customers set email_verified_at = created_at");
        shops.Add(new(customer, tenant, []));
        await SubscribeAsync(shops[^1], trial);
    }

    /// <summary>A customer does something: has instances made, stops or starts one, subscribes again.</summary>
    private protected async Task ActAsync()
    {
        var shop = Pick([.. shops]);
        Host.Become(shop.Customer, shop.Tenant);
        var latest = await LatestAsync(shop);
        if (latest.HasEnded)
            await SubscribeAsync(shop, trial: false);
        else if (shop.Runs.Count == 0 && latest.Status is SubscriptionStatus.Trialing or SubscriptionStatus.Active)
            await ProvisionAsync(shop);
        else if (shop.Runs.Count > 0)
            await SwitchAsync(shop);
        await Host.FollowAsync();
    }

    /// <summary>Time passes; what falls due in it happens when it does, like each minute in real life.</summary>
    private protected async Task LiveAsync(TimeSpan time)
    {
        for (var end = Host.Clock.Now + time; ;)
        {
            await WorkAsync();
            Note();
            await Host.BillAsync();
            var next = await NextAsync();
            if (next is null || next > end)
            {
                if (end > Host.Clock.Now)
                    Host.Advance(end - Host.Clock.Now);
                return;
            }

            Host.Advance(next > Host.Clock.Now ? next.Value - Host.Clock.Now : TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Time in which nothing of ours runs.</summary>
    private protected void BeAway(TimeSpan time)
    {
        away += time;
        Host.Advance(time);
    }

    /// <summary>Everybody who paid in time runs as they want; who is overdue for longer than two weeks is suspended by billing.</summary>
    private async Task ShopsShouldStandAsync()
    {
        await LiveAsync(TimeSpan.Zero);
        // An outage of ours takes no day from anybody; an attempt that is open delays suspension and expiry by a day each, a lost message by one.
        var slack = away + TimeSpan.FromDays(3);
        foreach (var shop in shops)
        {
            var subscriptions = await Host.ReadAsync(db => db.Subscriptions.AsNoTracking().Where(s => s.TenantId == shop.Tenant).OrderBy(s => s.Id).ToListAsync());
            var invoices = await Host.ReadAsync(db => db.Invoices.AsNoTracking()
                .Where(i => i.TenantId == shop.Tenant && i.Kind == InvoiceKind.Invoice).OrderBy(i => i.IssuedAt).ToListAsync());
            var expected = new ExpectedStanding(subscriptions, invoices, Money(invoices), slack).At(Host.Clock.Now);
            var tenant = await Host.ReadAsync(db => db.Tenants.AsNoTracking().SingleAsync(t => t.Id == shop.Tenant));
            var about = $"seed {seed}, tenant {shops.IndexOf(shop)}: {expected}";
            output.WriteLine(about);
            if (expected.IsSuspended is { } suspended)
                string.Join(',', tenant.SuspendedBy).ShouldBe(suspended ? "billing" : "", about);
            foreach (var (id, runs) in shop.Runs)
            {
                var instance = await Host.InstanceAsync(id);
                instance.Status.ShouldBe(
                    expected.IsTerminated ? InstanceStatus.Terminated
                    : tenant.Status is TenantStatus.Suspended ? InstanceStatus.Suspended
                    : runs ? InstanceStatus.Running : InstanceStatus.Stopped, about);
                instance.BillingStatus.ShouldBe(expected.Billing, about);
            }
        }
    }

    private List<(DateTimeOffset At, string Invoice, decimal Amount)> Money(List<Invoice> invoices) =>
    [
        .. from transaction in Paynow.Transactions
           where transaction.IsPaid
           let number = transaction.Reference[..transaction.Reference.LastIndexOf('-')]
           where invoices.Exists(i => i.Number == number)
           select (paidAt[transaction.Reference], number, transaction.Amount),
    ];

    private Task<DateTimeOffset?> NextAsync() => Host.ReadAsync(async db =>
    {
        var payment = await db.Payments.Where(p => p.WatchedUntil != null).MinAsync(p => (DateTimeOffset?)p.RunAfter);
        var subscription = await db.Subscriptions.MinAsync(s => s.NextActionAt);
        return payment is null || subscription < payment ? subscription : payment;
    });

    private async Task SubscribeAsync(Shop shop, bool trial)
    {
        Host.Become(shop.Customer, shop.Tenant);
        var made = await Host.SendAsync(new CreateSubscription(shop.Tenant, "basic", BillingPeriod.Monthly, trial));
        if (made.IsFailure)
            made.Error.Code.ShouldBe("billing.debt", $"seed {seed}");
        await Host.FollowAsync();
        if (trial)
            await ProvisionAsync(shop);
    }

    private async Task ProvisionAsync(Shop shop)
    {
        await Host.FollowAsync();
        var standing = Standing.Of((await LatestAsync(shop)).Status, hasLived: true)!;
        shop.Runs.Add(await Host.ProvisionAsync(standing.Billing), true);
        await Host.FollowAsync();
    }

    private async Task SwitchAsync(Shop shop)
    {
        var id = Pick([.. shop.Runs.Keys]);
        var done = await Host.SendAsync(new ActOnInstance(id, shop.Runs[id] ? InstanceAction.Stop : InstanceAction.Start));
        if (!done.IsFailure)
            shop.Runs[id] = !shop.Runs[id];
    }

    private Task<Subscription> LatestAsync(Shop shop) => Host.ReadAsync(db =>
        db.Subscriptions.AsNoTracking().Where(s => s.TenantId == shop.Tenant).OrderByDescending(s => s.Id).FirstAsync());

    /// <param name="Runs">What its owner wants of each instance.</param>
    private sealed record Shop(CustomerId Customer, TenantId Tenant, Dictionary<InstanceId, bool> Runs);
}
