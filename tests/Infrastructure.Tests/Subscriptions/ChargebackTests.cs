using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Tests.Subscriptions;

/// <summary>What the gateway took back by itself is owed again, whatever became of the subscription meanwhile.</summary>
public sealed class ChargebackTests : CycleTest
{
    public ChargebackTests() => PaidBy = LedgerAccount.Gateway;

    [Fact]
    public async Task Upgrade_is_owed_again_and_dunned()
    {
        var id = await SubscribeAndPayAsync();
        await PassAsync(10);
        (await Host.SendAsync(new ChangeSubscription(id, "professional"))).IsFailure.ShouldBeFalse();
        await PayAsync(id);
        var upgrade = (await InvoicesAsync(id))[^1];
        (upgrade.Purpose, upgrade.Status).ShouldBe((InvoicePurpose.Change, InvoiceStatus.Paid));
        await PassAsync(2);
        await ChargebackAsync(upgrade.Id);

        var due = (await InvoicesAsync(id)).Single(i => i.Id == upgrade.Id);
        (due.Status, due.AmountDue).ShouldBe((InvoiceStatus.Open, upgrade.Total));
        var overdue = await SubscriptionAsync(id);
        (overdue.Status, overdue.Dunning.Count(s => s.RanAt is not null)).ShouldBe((SubscriptionStatus.PastDue, 1));
        (await Host.ReadAsync(db => db.Database.SqlQuery<decimal>(
            $"select coalesce(sum(amount_due), 0) as \"Value\" from receivables").SingleAsync())).ShouldBe(upgrade.Total);
        await PayAsync(id);
        (await SubscriptionAsync(id)).Status.ShouldBe(SubscriptionStatus.Active);
    }

    [Fact]
    public async Task First_payment_taken_back_after_the_end_is_a_debt()
    {
        Host.Advance(new DateTimeOffset(2027, 5, 31, 22, 0, 0, TimeSpan.Zero) - Host.Clock.Now);
        var id = await SubscribeAndPayAsync();
        await PassAsync(10);
        (await Host.SendAsync(new CancelSubscription(id, CancelAt.Now, Confirm: true))).IsFailure.ShouldBeFalse();
        await TickAsync();
        var paid = (await InvoicesAsync(id)).ShouldHaveSingleItem();
        paid.Status.ShouldBe(InvoiceStatus.Paid);
        await ChargebackAsync(paid.Id);

        var debt = (await InvoicesAsync(id)).ShouldHaveSingleItem();
        (debt.Status, debt.Credited, debt.WrittenOff, debt.AmountDue).ShouldBe((InvoiceStatus.Uncollectible, 5.33m, 2.67m, 0m));
        (await Host.SendAsync(new CreateSubscription(Host.Tenant, "basic", BillingPeriod.Monthly))).Error.Code.ShouldBe("billing.debt");
    }

    // 275 and 261 of 365 days were not served: 80 x 275/365, 80 x 261/365.
    [Theory]
    [InlineData(true, "60.27", "19.73")]
    [InlineData(false, "57.21", "22.79")]
    public async Task Only_payment_taken_back_leaves_a_debt_for_what_was_served(bool cancels, string credited, string owed)
    {
        Host.Advance(new DateTimeOffset(2027, 1, 31, 22, 0, 0, TimeSpan.Zero) - Host.Clock.Now);
        var id = await SubscribeAsync(period: BillingPeriod.Annual);
        await PayAsync(id);
        await PassAsync(90);
        await ChargebackAsync((await InvoicesAsync(id))[0].Id);
        if (cancels)
            (await Host.SendAsync(new CancelSubscription(id, CancelAt.Now, Confirm: true))).IsFailure.ShouldBeFalse();
        await PassAsync(cancels ? 0 : 21);

        var debt = (await InvoicesAsync(id))[0];
        (debt.Status, debt.Credited, debt.WrittenOff).ShouldBe(
            (InvoiceStatus.Uncollectible, decimal.Parse(credited, CultureInfo.InvariantCulture), decimal.Parse(owed, CultureInfo.InvariantCulture)));
        (await Host.SendAsync(new CreateSubscription(Host.Tenant, "basic", BillingPeriod.Monthly))).Error.Code.ShouldBe("billing.debt");
    }

    [Fact]
    public async Task What_was_taken_back_before_counts_towards_what_was_not_served()
    {
        Host.Advance(new DateTimeOffset(2027, 4, 30, 22, 0, 0, TimeSpan.Zero) - Host.Clock.Now);
        var id = await SubscribeAndPayAsync();
        await PassAsync(31 + 3);
        await Host.InScopeAsync<IServiceProvider>(async services =>
        {
            var (db, ledger) = (services.GetRequiredService<AppDb>(), services.GetRequiredService<InvoiceLedger>());
            await db.InTransactionAsync(
                async token =>
                {
                    var renewal = await db.Invoices.SingleAsync(i => i.SubscriptionId == id && i.Purpose == InvoicePurpose.Renewal, token);
                    await ledger.CreditAsync(renewal, 5m, "Not served.", Host.Clock.Now, token);
                },
                CancellationToken.None);
        });
        (await Host.SendAsync(new CancelSubscription(id, CancelAt.Now, Confirm: true))).IsFailure.ShouldBeFalse();

        // 27 of June's 30 days were not served: 7.20, of which 5.00 was taken back before.
        var debt = (await InvoicesAsync(id))[^1];
        (debt.Status, debt.Credited, debt.WrittenOff).ShouldBe((InvoiceStatus.Uncollectible, 7.20m, 0.80m));
    }

    [Fact]
    public async Task Paid_period_that_is_not_served_pays_the_debt()
    {
        Host.Advance(new DateTimeOffset(2027, 4, 30, 22, 0, 0, TimeSpan.Zero) - Host.Clock.Now);
        var id = await SubscribeAndPayAsync();
        // June is paid, and July as soon as it is invoiced; then June's money is taken back on its 25th day.
        await PassAsync(31 - 5);
        await PayAsync(id);
        var june = (await InvoicesAsync(id))[^1];
        await PassAsync(5 + 24);
        await PayAsync(id);
        var july = (await InvoicesAsync(id))[^1];
        await ChargebackAsync(june.Id);
        await PassAsync(21);

        var expired = await SubscriptionAsync(id);
        (expired.Status, expired.SuspendedAt).ShouldBe((SubscriptionStatus.Expired, new DateTimeOffset(2027, 7, 8, 22, 0, 0, TimeSpan.Zero)));
        var invoices = await InvoicesAsync(id);
        // 23 of July's 31 days: 8 x 23/31.
        var (rest, debt) = (invoices.Single(i => i.Id == july.Id), invoices.Single(i => i.Id == june.Id));
        (rest.Status, rest.Credited).ShouldBe((InvoiceStatus.Paid, 5.94m));
        (debt.Status, debt.Allocated, debt.WrittenOff).ShouldBe((InvoiceStatus.Uncollectible, 5.94m, 2.06m));
    }
}
