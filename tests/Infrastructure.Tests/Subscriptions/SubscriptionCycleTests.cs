using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.TestKit.Builders;

namespace SaaSOdoo.Infrastructure.Tests.Subscriptions;

public sealed class SubscriptionCycleTests : CycleTest
{
    [Fact]
    public async Task Order_without_a_trial_has_an_invoice_at_once_and_lives_from_its_payment_on()
    {
        var id = await SubscribeAsync();
        var invoice = (await InvoicesAsync(id)).ShouldHaveSingleItem();
        (invoice.Purpose, invoice.Status, invoice.Total, invoice.DueAt).ShouldBe((InvoicePurpose.Initial, InvoiceStatus.Open, 8m, Host.Clock.Now.AddDays(7)));

        Host.Advance(Day * 2);
        await PayAsync(id, 3m);
        (await SubscriptionAsync(id)).Status.ShouldBe(SubscriptionStatus.Pending);
        await PayAsync(id, 5m);
        var active = await SubscriptionAsync(id);
        (active.Status, active.Anchor, active.CurrentPeriodStart, active.CurrentPeriodEnd).ShouldBe(
            (SubscriptionStatus.Active, Host.Clock.Now, Host.Clock.Now, Host.Clock.Now.AddMonths(1)));
        active.NextActionAt.ShouldBe(Host.Clock.Now.AddMonths(1).AddDays(-7));
    }

    [Fact]
    public async Task Order_that_nobody_pays_lapses_after_7_days_and_owes_nothing()
    {
        var id = await SubscribeAsync();
        await PassAsync(6);
        (await SubscriptionAsync(id)).Status.ShouldBe(SubscriptionStatus.Pending);
        await PassAsync(1);
        var lapsed = await SubscriptionAsync(id);
        (lapsed.Status, lapsed.TerminateAt, lapsed.NextActionAt).ShouldBe((SubscriptionStatus.Cancelled, null, null));
        (await InvoicesAsync(id)).ShouldHaveSingleItem().Status.ShouldBe(InvoiceStatus.Void);
        (await TenantAsync()).SuspendedBy.ShouldBeEmpty();
        (await Host.SendAsync(new CreateSubscription(Host.Tenant, "basic", BillingPeriod.Monthly, Trial: false))).IsFailure.ShouldBeFalse();
    }

    [Fact]
    public async Task Trial_that_is_never_paid_expires_without_debt()
    {
        var id = await SubscribeAsync(trial: true);
        await PassAsync(14 + 20);
        (await SubscriptionAsync(id)).Status.ShouldBe(SubscriptionStatus.Suspended);
        await PassAsync(1);
        var expired = await SubscriptionAsync(id);
        (expired.Status, expired.TerminateAt, expired.NextActionAt).ShouldBe((SubscriptionStatus.Expired, Host.Clock.Now.AddDays(30), null));
        (await InvoicesAsync(id)).ShouldHaveSingleItem().Status.ShouldBe(InvoiceStatus.Void);

        var next = await Host.SendAsync(new CreateSubscription(Host.Tenant, "basic", BillingPeriod.Monthly));
        next.Value.Status.ShouldBe(SubscriptionStatus.Pending);
    }

    [Fact]
    public async Task Who_is_suspended_on_the_15th_of_June_owes_only_what_was_served()
    {
        Host.Advance(new DateTimeOffset(2027, 4, 30, 22, 0, 0, TimeSpan.Zero) - Host.Clock.Now);
        var id = await SubscribeAndPayAsync();
        // June is from the last of May at 22:00 UTC to the last of June.
        await PassAsync(31 + 21);

        var expired = await SubscriptionAsync(id);
        (expired.Status, expired.SuspendedAt).ShouldBe((SubscriptionStatus.Expired, new DateTimeOffset(2027, 6, 14, 22, 0, 0, TimeSpan.Zero)));
        var june = (await InvoicesAsync(id))[^1];
        (june.Status, june.Credited, june.WrittenOff, june.AmountDue).ShouldBe((InvoiceStatus.Uncollectible, 4.27m, 3.73m, 0m));

        var refused = await Host.SendAsync(new CreateSubscription(Host.Tenant, "basic", BillingPeriod.Monthly));
        refused.Error.Code.ShouldBe("billing.debt");
        await PayAsync(id);
        (await SubscriptionAsync(id)).Status.ShouldBe(SubscriptionStatus.Expired);
        (await InvoicesAsync(id))[^1].Status.ShouldBe(InvoiceStatus.Paid);
        (await Host.SendAsync(new CreateSubscription(Host.Tenant, "basic", BillingPeriod.Monthly))).IsFailure.ShouldBeFalse();
    }

    [Fact]
    public async Task Outage_of_ours_shifts_the_ladder_and_takes_nobody_by_surprise()
    {
        var id = await SubscribeAndPayAsync();
        await PassAsync(25);
        Host.Advance(Day * 40);
        await TickAsync();

        var back = Host.Clock.Now;
        var late = await SubscriptionAsync(id);
        (late.Status, late.Dunning[0].RanAt).ShouldBe((SubscriptionStatus.PastDue, back));
        late.Dunning.Skip(1).Select(s => s.At).ShouldBe([back.AddDays(3), back.AddDays(7), back.AddDays(10), back.AddDays(14), back.AddDays(21)]);

        await PassAsync(13);
        (await SubscriptionAsync(id)).Status.ShouldBe(SubscriptionStatus.PastDue);
        await PayAsync(id);
        // The period that began meanwhile is invoiced at once, and has all its own days.
        var (missed, again) = ((await InvoicesAsync(id))[^1], await SubscriptionAsync(id));
        (missed.PeriodStart, missed.DueAt, missed.Status).ShouldBe((again.CurrentPeriodStart, Host.Clock.Now, InvoiceStatus.Open));
        (again.Status, again.Dunning[4].At, again.SuspendedAt).ShouldBe((SubscriptionStatus.PastDue, Host.Clock.Now.AddDays(14), null));
    }

    [Fact]
    public async Task Paid_while_nobody_looked_is_not_past_due()
    {
        var id = await SubscribeAndPayAsync();
        await PassAsync(25);
        Host.Advance(Day * 10);
        await ReceiveAsync((await InvoicesAsync(id))[^1].Id);
        Host.Advance(Day * 5);
        await TickAsync();
        (await SubscriptionAsync(id)).Status.ShouldBe(SubscriptionStatus.Active);
        (await Host.ReadAsync(db => db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from events where name = 'subscription.past_due'").SingleAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Each_step_of_dunning_is_shown_with_its_time_its_reason_and_what_undoes_it()
    {
        var id = await SubscribeAndPayAsync();
        await PassAsync(30 + 3);
        var due = (await SubscriptionAsync(id)).PastDueAt!.Value;
        var shown = (await Host.SendAsync(new GetSubscription(id))).Value;
        shown.Dunning.Select(s => (s.Step, s.At, s.RanAt)).ShouldBe(
        [
            (DunningKind.PastDue, due, due), (DunningKind.Reminder, due.AddDays(3), due.AddDays(3)), (DunningKind.Reminder, due.AddDays(7), null),
            (DunningKind.Reminder, due.AddDays(10), null), (DunningKind.Suspension, due.AddDays(14), null), (DunningKind.Expiry, due.AddDays(21), null),
        ]);
        shown.Dunning.ShouldAllBe(s => s.Reason.Contains("not paid", StringComparison.Ordinal) && s.UndoneBy.Contains("aying all that is due", StringComparison.Ordinal));
        await PayAsync(id);
        (await Host.SendAsync(new GetSubscription(id))).Value.Dunning.ShouldBeEmpty();
    }

    [Fact]
    public async Task Part_of_what_is_due_moves_no_day()
    {
        var id = await SubscribeAndPayAsync();
        await PassAsync(31);
        var before = (await SubscriptionAsync(id)).Dunning;
        await PayAsync(id, 2m);
        (await SubscriptionAsync(id)).Dunning.ShouldBe(before);
    }

    [Theory]
    [InlineData("pending", 1)]
    [InlineData("unknown", 1)]
    [InlineData("held", null)]
    public async Task Open_attempt_postpones_the_suspension(string status, int? daysAtMost)
    {
        var id = await SubscribeAndPayAsync();
        await PassAsync(30 + 13);
        await AttemptAsync((await InvoicesAsync(id))[^1], status);
        await PassAsync(1);
        (await SubscriptionAsync(id)).Status.ShouldBe(SubscriptionStatus.PastDue);
        await PassAsync(1);
        (await SubscriptionAsync(id)).Status.ShouldBe(daysAtMost == 1 ? SubscriptionStatus.Suspended : SubscriptionStatus.PastDue);
        await PassAsync(9);
        (await SubscriptionAsync(id)).Status.ShouldBe(daysAtMost == 1 ? SubscriptionStatus.Expired : SubscriptionStatus.PastDue);
        await Host.ExecuteAsync("update payments set status = 'failed' where method = 'ecocash'");
        await PassAsync(daysAtMost is null ? 1 : 0);
        (await SubscriptionAsync(id)).Status.ShouldBe(daysAtMost == 1 ? SubscriptionStatus.Expired : SubscriptionStatus.Suspended);
    }

    [Fact]
    public async Task Payment_and_the_cycle_race_and_each_thing_happens_once()
    {
        var id = await SubscribeAndPayAsync();
        for (var month = 0; month < 3; month++)
        {
            var end = (await SubscriptionAsync(id)).CurrentPeriodEnd!.Value;
            Host.AdjustTime(end.AddDays(-7));
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AdvanceAsync(id)));
            var invoice = (await InvoicesAsync(id))[^1];
            Host.AdjustTime(end);
            await Task.WhenAll(Enumerable.Range(0, 8).Select(n => n == 4 ? ReceiveAsync(invoice.Id) : AdvanceAsync(id)));
            await SettleAsync();
            var renewed = await SubscriptionAsync(id);
            (renewed.Status, renewed.CurrentPeriodStart).ShouldBe((SubscriptionStatus.Active, end));
        }

        var invoices = await InvoicesAsync(id);
        invoices.Count.ShouldBe(4);
        invoices.ShouldAllBe(i => i.Status == InvoiceStatus.Paid);
    }

    [Fact]
    public async Task Who_pays_at_the_moment_of_the_suspension_is_running_a_moment_later()
    {
        var id = await SubscribeAndPayAsync();
        var instance = await Host.ProvisionAsync();
        await PassAsync(30 + 13);
        Host.Advance(Day);
        var renewal = (await InvoicesAsync(id))[^1];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => n == 4 ? ReceiveAsync(renewal.Id) : AdvanceAsync(id)));
        await TickAsync();

        var paid = await SubscriptionAsync(id);
        (paid.Status, paid.AppliedVersion).ShouldBe((SubscriptionStatus.Active, paid.StandingVersion));
        (await StatusAsync(instance)).ShouldBe((InstanceStatus.Running, BillingStatus.Paid));
    }

    [Fact]
    public async Task Unpaid_invoices_follow_who_pays_and_credit_stays()
    {
        var id = await SubscribeAndPayAsync();
        await PassAsync(31);
        await PayAsync(id, 2m);
        var (before, past) = ((await InvoicesAsync(id))[^1], await SubscriptionAsync(id));
        var other = new CustomerBuilder { Email = "other@example.com" }.Build(Host.Clock.Now);
        await Host.InScopeAsync<AppDb>(db =>
        {
            db.Add(other);
            return db.SaveChangesAsync();
        });
        await Host.ExecuteAsync($"update subscriptions set customer_id = '{other.Id.Value}', next_action_at = created_at");
        await TickAsync();

        var invoices = await InvoicesAsync(id);
        (invoices[^2].Id, invoices[^2].Status).ShouldBe((before.Id, InvoiceStatus.Void));
        (invoices[^1].CustomerId, invoices[^1].AmountDue, invoices[^1].DueAt, invoices[^1].PeriodStart).ShouldBe((other.Id, 8m, before.DueAt, before.PeriodStart));
        var after = await SubscriptionAsync(id);
        (after.Status, after.PastDueAt).ShouldBe((SubscriptionStatus.PastDue, past.PastDueAt));
        after.Dunning.ShouldBe(past.Dunning);
        (await Host.ReadAsync(db => db.BillingAccounts.AsNoTracking().SingleAsync(a => a.CustomerId == before.CustomerId))).Credit.ShouldBe(2m);
    }

    [Fact]
    public async Task What_is_over_and_paid_is_not_read_any_more()
    {
        var id = await SubscribeAndPayAsync();
        for (var month = 0; month < 3; month++)
        {
            await PassAsync(25);
            await PayAsync(id);
            await PassAsync(7);
        }

        (await InvoicesAsync(id)).Count.ShouldBeGreaterThan(3);
        var read = await Host.InScopeAsync<IServiceProvider, int>(async services =>
        {
            await services.GetRequiredService<SubscriptionCycle>().AdvanceAsync(id, CancellationToken.None);
            return services.GetRequiredService<AppDb>().ChangeTracker.Entries<Invoice>().Count();
        });
        read.ShouldBe(1, "that of the current period");
    }

    [Fact]
    public async Task One_that_fails_stops_no_other()
    {
        var id = await SubscribeAndPayAsync();
        // A broken one, due before it: its plan's period has no end.
        await Host.ExecuteAsync(
            """
            with t as (insert into tenants (id, customer_id, name, status, metadata, created_at, updated_at)
                select gen_random_uuid(), customer_id, 'broken', status, metadata, created_at, updated_at from tenants returning id, customer_id)
            insert into subscriptions (id, tenant_id, customer_id, plan_id, billing_period, currency, status, price, next_action_at, created_at, updated_at)
            select gen_random_uuid(), t.id, t.customer_id, s.plan_id, s.billing_period, s.currency, 'active', s.price, s.created_at, s.created_at, s.created_at
            from t, subscriptions s
            """);
        await PassAsync(24);
        (await InvoicesAsync(id)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(1, SubscriptionStatus.Suspended)]
    [InlineData(-1, SubscriptionStatus.PastDue)]
    public async Task Only_what_was_told_after_the_gateway_was_asked_last_postpones_longer(int hoursAskedAfter, SubscriptionStatus expected)
    {
        var id = await SubscribeAndPayAsync();
        await PassAsync(30 + 13);
        await AttemptAsync((await InvoicesAsync(id))[^1], "pending");
        await Host.ExecuteAsync(
            $"""
            update payments set asked_at = timestamptz '2026-01-02' + interval '{hoursAskedAfter} hours' where method = 'ecocash';
            insert into payment_messages (id, currency, hash, body, payment_id, times, received_at, last_received_at)
            select gen_random_uuid(), 'USD', sha256('x'), 'status=Sent', id, 1, '2026-01-02', '2026-01-02' from payments where method = 'ecocash'
            """);
        await PassAsync(2);
        (await SubscriptionAsync(id)).Status.ShouldBe(expected);
    }

    private Task<int> AttemptAsync(Invoice invoice, string status) => Host.ExecuteAsync(
        $"""
        insert into payments (id, invoice_id, customer_id, tenant_id, currency, amount, method, status, is_disputed, reference, merchant_trace, refunded_amount,
            run_after, attempts, fence, created_at, updated_at)
        values (gen_random_uuid(), '{invoice.Id.Value}', '{invoice.CustomerId.Value}', '{invoice.TenantId.Value}', 'USD', 8, 'ecocash', '{status}', false,
            'a-1', 'trace', 0, now(), 0, 0, now(), now())
        """);
}
