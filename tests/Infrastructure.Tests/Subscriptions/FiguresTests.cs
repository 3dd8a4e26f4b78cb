using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit.Builders;

namespace SaaSOdoo.Infrastructure.Tests.Subscriptions;

public sealed class FiguresTests : OperationHostTest
{
    // The host's clock stands at 22 November 2026, 09:00 UTC.
    [Fact]
    public async Task Recurring_revenue_is_the_sum_of_prices_by_their_months_rounded_once()
    {
        await HaveAsync("active", "quarterly", 22.80m);
        await HaveAsync("past_due", "annual", 80m);
        (await RevenueAsync()).ShouldBe(["USD 2 14.27"]);

        foreach (var status in new[] { "pending", "trialing", "suspended", "cancelled", "expired" })
            await HaveAsync(status, "monthly", 49m);
        await HaveAsync("active", "monthly", 49m, clock: true);
        (await RevenueAsync()).ShouldBe(["USD 2 14.27"]);

        // Three halves of a cent are one and a half, not three.
        foreach (var _ in Enumerable.Range(0, 3))
            await HaveAsync("active", "annual", 0.06m, currency: "ZWG");
        await HaveAsync("active", "biannual", 100m, currency: "ZWG");
        (await RevenueAsync()).ShouldBe(["USD 2 14.27", "ZWG 4 16.68"]);
    }

    [Fact]
    public async Task Churn_is_who_left_in_a_month_of_those_who_were_there_when_it_began()
    {
        await HaveAsync("active", anchor: "2026-10-01");
        await HaveAsync("past_due", anchor: "2026-09-15");
        await HaveAsync("cancelled", anchor: "2026-09-15", ended: "2026-11-10");
        await HaveAsync("expired", anchor: "2026-08-15", suspended: "2026-10-20", ended: "2026-11-03");
        // Came within the month; never came; has a clock of its own.
        await HaveAsync("cancelled", anchor: "2026-11-02", ended: "2026-11-05");
        await HaveAsync("cancelled", anchor: "2026-11-09", ended: "2026-11-05");
        await HaveAsync("cancelled", anchor: null, ended: "2026-11-05");
        await HaveAsync("cancelled", anchor: "2026-09-15", ended: "2026-11-10", clock: true);

        var months = (await FiguresAsync()).Months;
        months.Count.ShouldBe(12);
        months.Where(m => m.AtStart > 0).Select(m => (m.Month, m.AtStart, m.Left, m.Churn)).ShouldBe(
            [("2026-09", 1, 0, 0m), ("2026-10", 3, 1, 0.3333m), ("2026-11", 3, 1, 0.3333m)]);
        months[0].Churn.ShouldBeNull();
    }

    [Fact]
    public async Task Month_begins_at_midnight_of_the_billing_zone()
    {
        // Midnight in Harare is 22:00 UTC of the day before.
        await HaveAsync("cancelled", anchor: "2026-09-15", ended: "2026-10-31T22:00:00Z");
        await HaveAsync("cancelled", anchor: "2026-09-15", ended: "2026-10-31T21:59:59Z");
        (await FiguresAsync()).Months.TakeLast(2).Select(m => (m.AtStart, m.Left)).ShouldBe([(2, 1), (1, 1)]);
    }

    [Fact]
    public async Task Conversion_is_paid_before_expiry_of_trials_that_ended()
    {
        await TrialAsync("2026-11-01", paid: "2026-11-01");
        await TrialAsync("2026-11-01", paid: "2026-11-22");
        await TrialAsync("2026-10-31", paid: "2026-11-21T00:00:01Z");
        await TrialAsync("2026-11-05", paid: null);
        await TrialAsync("2026-11-30", paid: null, ended: "2026-11-07");
        await TrialAsync("2026-11-30", paid: null);
        await TrialAsync("2026-11-05", paid: "2026-11-05", clock: true);

        var figures = await FiguresAsync();
        figures.TrialsRunning.ShouldBe(1);
        figures.Months.TakeLast(2).Select(m => (m.TrialsEnded, m.TrialsConverted, m.Conversion)).ShouldBe([(1, 0, 0m), (4, 2, 0.5m)]);
    }

    [Fact]
    public async Task Receivables_are_what_is_dunned_by_days_since_it_was_due()
    {
        var subscription = await HaveAsync("past_due");
        await OweAsync(subscription, "renewal", "2026-11-25", 1m);
        await OweAsync(subscription, "renewal", "2026-11-22T09:00:00Z", 2m);
        await OweAsync(subscription, "conversion", "2026-11-15T09:00:00Z", 4m);
        await OweAsync(subscription, "renewal", "2026-11-15T08:59:59Z", 8m);
        await OweAsync(subscription, "renewal", "2026-11-01T09:00:00Z", 16m);
        await OweAsync(subscription, "renewal", "2026-10-01", 32m);
        await OweAsync(await HaveAsync("pending"), "initial", "2026-11-01", 1000m);
        await OweAsync(subscription, "change", "2026-11-01", 1000m);
        await OweAsync(subscription, "renewal", "2026-11-01", 1000m, "uncollectible");
        await OweAsync(await HaveAsync("past_due", clock: true), "renewal", "2026-11-01", 1000m);

        (await FiguresAsync()).Receivables.ShouldBe([new("USD", 63m, 1m, 6m, 8m, 16m, 32m)]);
    }

    private async Task<FiguresDto> FiguresAsync() => (await Host.SendAsync(new GetFigures())).Value;

    private async Task<List<string>> RevenueAsync() => [.. (await FiguresAsync()).RecurringRevenue
        .Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Currency} {r.Subscriptions} {r.Monthly}"))];

    private async Task<Guid> HaveAsync(
        string status, string period = "monthly", decimal price = 8m, string currency = "USD", string? anchor = null, string? suspended = null,
        string? ended = null, bool clock = false)
    {
        var customer = new CustomerBuilder { Email = $"{Guid.CreateVersion7():N}@example.com" }.Build(Host.Clock.Now);
        var tenant = new TenantBuilder(customer.Id).Build(Host.Clock.Now);
        var testClock = TestClock.Start("A", time: null, Host.Clock.Now).Value;
        var id = await Host.InScopeAsync<AppDb, Guid>(async db =>
        {
            var priced = new PricedPlan(await db.Plans.FirstAsync(), EnumText<BillingPeriod>.Parse(period), Currency.Create("currency", currency).Value, price, Rate: null);
            if (clock)
            {
                db.Add(testClock);
                customer.BindTo(testClock.Id).ShouldBeTrue();
            }

            var subscription = Subscription.Order(tenant.Id, customer.Id, priced, Host.Clock.Now, clock: clock ? testClock.Id : null).Value;
            db.AddRange(customer, tenant, subscription);
            await db.SaveChangesAsync();
            return subscription.Id.Value;
        });
        await Host.ExecuteAsync(
            $"""
            update subscriptions set status = '{status}', anchor = {Time(anchor)}, suspended_at = {Time(suspended)}, ended_at = {Time(ended)} where id = '{id}'
            """);
        return id;
    }

    private async Task TrialAsync(string ends, string? paid, string? ended = null, bool clock = false)
    {
        var id = await HaveAsync("trialing", ended: ended, clock: clock);
        await Host.ExecuteAsync($"insert into trials (customer_id, subscription_id, started_at, ends_at) select customer_id, id, now(), {Time(ends)} from subscriptions where id = '{id}'");
        if (paid is not null)
            await OweAsync(id, "conversion", ends, 8m, "paid", paid);
    }

    private Task<int> OweAsync(Guid subscription, string purpose, string due, decimal amount, string status = "open", string? paid = null) => Host.ExecuteAsync(
        $"""
        insert into invoices (id, number, kind, purpose, customer_id, tenant_id, subscription_id, currency, status, issued_at, due_at, lines, total, tax, net,
            allocated, credited, written_off, seller, buyer, paid_at, updated_at)
        select gen_random_uuid(), gen_random_uuid(), 'invoice', '{purpose}', customer_id, tenant_id, id, 'USD', '{status}', now(), {Time(due)}, '[]', {amount.ToString(CultureInfo.InvariantCulture)},
            0, {amount.ToString(CultureInfo.InvariantCulture)}, 0, 0, 0, '{"{"}"name": ""{"}"}', '{"{"}"name": ""{"}"}', {Time(paid)}, now() from subscriptions where id = '{subscription}'
        """);

    private static string Time(string? text) =>
        text is null ? "null" : $"timestamptz '{DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime:yyyy-MM-dd HH:mm:ss}+00'";
}
