using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Infrastructure.Tests.Subscriptions;

/// <summary>A subscription from its trial to its end, day by day.</summary>
public sealed class SubscriptionYearTests : CycleTest
{
    [Fact]
    public async Task Trial_is_dunned_suspended_paid_renewed_and_cancelled()
    {
        var id = await SubscribeAsync(trial: true);
        var (runs, stopped) = (await Host.ProvisionAsync(), await Host.ProvisionAsync());
        await Host.ActAsync(stopped, (instance, by) => instance.Stop(new TenantStanding(true), by, Host.Clock.Now).Value);
        await TickAsync();
        var end = (await SubscriptionAsync(id)).TrialEnd!.Value;
        (await StatusAsync(runs)).ShouldBe((InstanceStatus.Running, BillingStatus.Trial));

        // The invoice is there 7 days ahead, and due when the trial ends.
        await PassAsync(6);
        (await InvoicesAsync(id)).ShouldBeEmpty();
        await PassAsync(1);
        var conversion = (await InvoicesAsync(id)).ShouldHaveSingleItem();
        (conversion.Purpose, conversion.Status, conversion.Total, conversion.DueAt).ShouldBe((InvoicePurpose.Conversion, InvoiceStatus.Open, 8m, end));
        (conversion.PeriodStart, conversion.PeriodEnd).ShouldBe((end, end.AddMonths(1)));

        await PassAsync(7);
        var unpaid = await SubscriptionAsync(id);
        (unpaid.Status, unpaid.PastDueAt, unpaid.Anchor, unpaid.CurrentPeriodStart).ShouldBe((SubscriptionStatus.PastDue, end, end, end));
        (await StatusAsync(runs)).ShouldBe((InstanceStatus.Running, BillingStatus.PaymentRequired));

        await PassAsync(13);
        (await SubscriptionAsync(id)).Dunning.Select(s => s.RanAt).ShouldBe([end, end.AddDays(3), end.AddDays(7), end.AddDays(10), null, null]);
        (await StatusAsync(runs)).Status.ShouldBe(InstanceStatus.Running);

        await PassAsync(1);
        (await SubscriptionAsync(id)).Status.ShouldBe(SubscriptionStatus.Suspended);
        (await TenantAsync()).SuspendedBy.ShouldBe(["billing"]);
        (await StatusAsync(runs)).ShouldBe((InstanceStatus.Suspended, BillingStatus.PaymentRequired));
        (await StatusAsync(stopped)).Status.ShouldBe(InstanceStatus.Suspended);

        await PassAsync(2);
        await PayAsync(id);
        var paid = await SubscriptionAsync(id);
        (paid.Status, paid.Anchor, paid.CurrentPeriodEnd, paid.PastDueAt, paid.SuspendedAt).ShouldBe((SubscriptionStatus.Active, end, end.AddMonths(1), null, null));
        (await TenantAsync()).Status.ShouldBe(TenantStatus.Active);
        (await StatusAsync(runs)).ShouldBe((InstanceStatus.Running, BillingStatus.Paid));
        (await StatusAsync(stopped)).ShouldBe((InstanceStatus.Stopped, BillingStatus.Paid));

        for (var month = 1; month <= 10; month++)
        {
            await PassUntilAsync(end.AddMonths(month).AddDays(-3));
            await PayAsync(id);
            await PassUntilAsync(end.AddMonths(month));
            var renewed = await SubscriptionAsync(id);
            (renewed.Status, renewed.CurrentPeriodStart, renewed.CurrentPeriodEnd).ShouldBe((SubscriptionStatus.Active, end.AddMonths(month), end.AddMonths(month + 1)));
        }

        await Host.InScopeAsync<Infrastructure.Persistence.AppDb>(async db =>
        {
            (await db.Subscriptions.SingleAsync()).EndWithPeriod(Host.Clock.Now).IsFailure.ShouldBeFalse();
            await db.SaveChangesAsync();
        });
        await AdvanceAsync(id);
        await PassUntilAsync(end.AddMonths(11).AddDays(-1));
        (await SubscriptionAsync(id)).Status.ShouldBe(SubscriptionStatus.Active);
        await PassAsync(1);
        var over = await SubscriptionAsync(id);
        (over.Status, over.EndedAt, over.TerminateAt, over.NextActionAt).ShouldBe(
            (SubscriptionStatus.Cancelled, end.AddMonths(11), end.AddMonths(11).AddDays(30), null));
        (await StatusAsync(runs)).Status.ShouldBe(InstanceStatus.Suspended);

        var invoices = await InvoicesAsync(id);
        invoices.Count.ShouldBe(11);
        invoices.ShouldAllBe(i => i.Status == InvoiceStatus.Paid && i.Total == 8m);
        await EachCauseShouldBeMailedOnceAsync();
    }

    private async Task EachCauseShouldBeMailedOnceAsync()
    {
        var mails = await Host.ReadAsync(db => db.Mails.AsNoTracking().GroupBy(m => m.Template).ToDictionaryAsync(g => g.Key, g => g.Count()));
        (mails[MailTemplate.InvoiceIssued], mails[MailTemplate.PaymentOverdue], mails[MailTemplate.SubscriptionSuspended], mails[MailTemplate.SubscriptionCancelled])
            .ShouldBe((11, 4, 1, 1));
        mails.ShouldNotContainKey(MailTemplate.SubscriptionExpired);
        (await Host.ReadAsync(db => db.Operations.CountAsync(o => o.Kind == OperationKind.Unsuspend))).ShouldBe(1);
    }

    private async Task PassUntilAsync(DateTimeOffset to)
    {
        while (Host.Clock.Now < to)
            await PassAsync(Math.Min(1, (to - Host.Clock.Now) / Day));
    }
}
