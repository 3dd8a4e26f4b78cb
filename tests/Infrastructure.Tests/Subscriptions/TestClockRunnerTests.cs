using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Tests.Subscriptions;

/// <summary>The host's own clock stands still in all of them.</summary>
public sealed class TestClockRunnerTests : CycleTest
{
    private static readonly DateTimeOffset Start = new(2030, 1, 31, 8, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task Trial_runs_to_its_expiry_with_every_step_at_its_own_time()
    {
        var clock = await BindAsync();
        var id = await SubscribeAsync(trial: true);
        await AdvanceToAsync(clock, Start.AddDays(20));

        var overdue = await SubscriptionAsync(id);
        var end = Start.AddDays(14);
        (overdue.Status, overdue.TrialEnd, overdue.PastDueAt).ShouldBe((SubscriptionStatus.PastDue, end, end));
        var invoice = (await InvoicesAsync(id)).ShouldHaveSingleItem();
        (invoice.Purpose, invoice.IssuedAt, invoice.DueAt).ShouldBe((InvoicePurpose.Conversion, end.AddDays(-7), end));
        (await ReadClockAsync(clock)).ShouldBe((TestClockStatus.Ready, Start.AddDays(20), null));

        await AdvanceToAsync(clock, Start.AddDays(40));
        var expired = await SubscriptionAsync(id);
        (expired.Status, expired.SuspendedAt, expired.EndedAt, expired.NextActionAt).ShouldBe(
            (SubscriptionStatus.Expired, end.AddDays(14), end.AddDays(21), null));
        var mails = await Host.ReadAsync(db => db.Mails.Where(m => m.Template == MailTemplate.TrialEnding).CountAsync());
        mails.ShouldBe(3, "7, 3 and 1 day before the end");
    }

    [Fact]
    public async Task Paid_subscription_is_renewed_at_the_end_of_each_period()
    {
        // Money that comes in by hand has the host's time.
        var start = Host.Clock.Now;
        var clock = await BindAsync(start);
        var id = await SubscribeAsync();
        await PayAsync(id);
        await AdvanceToAsync(clock, start.AddMonths(1).AddDays(15));

        // Nobody has paid the renewal.
        var overdue = await SubscriptionAsync(id);
        var renewal = start.AddMonths(1);
        (overdue.Status, overdue.PastDueAt, overdue.SuspendedAt).ShouldBe((SubscriptionStatus.Suspended, renewal, renewal.AddDays(14)));
        (await InvoicesAsync(id)).Select(i => (i.Purpose, i.IssuedAt)).OrderBy(i => i.IssuedAt).ShouldBe([(InvoicePurpose.Initial, start), (InvoicePurpose.Renewal, renewal.AddDays(-7))]);
    }

    [Fact]
    public async Task Clock_whose_worker_was_killed_goes_on_where_it_stands()
    {
        var clock = await BindAsync();
        var id = await SubscribeAsync(trial: true);
        await SendToAsync(clock, Start.AddDays(20));
        for (var step = 0; step < 3; step++)
            await Host.InScopeAsync<TestClockRunner>(r => r.StepAsync(clock, CancellationToken.None));
        // Killed after the next step's time was saved and before anything of it was run.
        await Host.ExecuteAsync("update test_clocks set now = (select min(least(next_action_at, remind_at)) from subscriptions)");

        await RunAsync();
        var overdue = await SubscriptionAsync(id);
        (overdue.Status, overdue.PastDueAt).ShouldBe((SubscriptionStatus.PastDue, Start.AddDays(14)));
        (await ReadClockAsync(clock)).ShouldBe((TestClockStatus.Ready, Start.AddDays(20), null));
        (await InvoicesAsync(id)).Count.ShouldBe(1);
        (await Host.ReadAsync(db => db.Mails.Where(m => m.Template == MailTemplate.TrialEnding).CountAsync())).ShouldBe(3);
    }

    [Fact]
    public async Task Real_time_moves_nothing_of_a_test_clock()
    {
        await BindAsync();
        var id = await SubscribeAsync(trial: true);
        var before = await SubscriptionAsync(id);
        before.RemindAt.ShouldBe(Start.AddDays(7));
        Host.Advance(Day * 365 * 5);
        await Host.InScopeAsync<DueSubscriptions>(due => due.AdvanceAsync(CancellationToken.None));
        await Host.InScopeAsync<Application.Mail.TrialReminders>(reminders => reminders.RemindAsync(CancellationToken.None));
        var after = await SubscriptionAsync(id);
        (after.Status, after.RemindAt, after.NextActionAt).ShouldBe((SubscriptionStatus.Trialing, before.RemindAt, before.NextActionAt));
        (await InvoicesAsync(id)).ShouldBeEmpty();
        (await Host.ReadAsync(db => db.Mails.CountAsync(m => m.Template == MailTemplate.TrialEnding))).ShouldBe(0);
    }

    [Fact]
    public async Task What_becomes_due_while_the_clock_stands_is_run_at_its_time()
    {
        var clock = await BindAsync();
        var id = await SubscribeAsync(trial: true);
        await AdvanceToAsync(clock, Start.AddDays(8));
        await Host.InScopeAsync<AppDb>(async db =>
        {
            (await db.Subscriptions.SingleAsync()).CancelNow(Start.AddDays(8)).IsFailure.ShouldBeFalse();
            await db.SaveChangesAsync();
        });
        await RunAsync();
        (await SubscriptionAsync(id)).SettledAt.ShouldBe(Start.AddDays(8));
        (await InvoicesAsync(id)).ShouldHaveSingleItem().Status.ShouldBe(InvoiceStatus.Void);
        (await ReadClockAsync(clock)).ShouldBe((TestClockStatus.Ready, Start.AddDays(8), null));
    }

    [Fact]
    public async Task Subscription_that_fails_leaves_its_clock_advancing_and_others_arrive()
    {
        var broken = await BindAsync();
        await SubscribeAsync(trial: true);
        var other = await StartAsync();
        await SendToAsync(broken, Start.AddDays(20));
        await SendToAsync(other, Start.AddDays(20));
        // No invoice can be issued any more.
        await Host.ExecuteAsync("alter table invoices add constraint broken check (false) not valid");
        await RunAsync();
        var (status, now, target) = await ReadClockAsync(broken);
        (status, now, target).ShouldBe((TestClockStatus.Advancing, Start.AddDays(7), Start.AddDays(20)));
        (await ReadClockAsync(other)).Status.ShouldBe(TestClockStatus.Ready);

        await Host.ExecuteAsync("alter table invoices drop constraint broken");
        await RunAsync();
        (await ReadClockAsync(broken)).ShouldBe((TestClockStatus.Ready, Start.AddDays(20), null));
    }

    private async Task<TestClockId> BindAsync(DateTimeOffset? start = null)
    {
        await Host.SettledAsync();
        var id = await StartAsync(start);
        await Host.InScopeAsync<AppDb>(async db =>
        {
            (await db.Customers.SingleAsync()).BindTo(id).ShouldBeTrue();
            await db.SaveChangesAsync();
        });
        return id;
    }

    private async Task<TestClockId> StartAsync(DateTimeOffset? start = null)
    {
        var clock = TestClock.Start("Story", start ?? Start, Host.Clock.Now).Value;
        await Host.InScopeAsync<AppDb>(async db =>
        {
            db.Add(clock);
            await db.SaveChangesAsync();
        });
        return clock.Id;
    }

    private async Task AdvanceToAsync(TestClockId id, DateTimeOffset time)
    {
        await SendToAsync(id, time);
        await RunAsync();
    }

    private Task SendToAsync(TestClockId id, DateTimeOffset time) => Host.InScopeAsync<AppDb>(async db =>
    {
        (await db.TestClocks.SingleAsync(t => t.Id == id)).AdvanceTo(time, BillingPeriod.Monthly).IsFailure.ShouldBeFalse();
        await db.SaveChangesAsync();
    });

    private Task RunAsync() => ActivatorUtilities.CreateInstance<TestClockJob>(Host.Get<IServiceProvider>()).RunAsync(CancellationToken.None);

    private async Task<(TestClockStatus Status, DateTimeOffset Now, DateTimeOffset? Target)> ReadClockAsync(TestClockId id)
    {
        var clock = await Host.ReadAsync(db => db.TestClocks.AsNoTracking().SingleAsync(t => t.Id == id));
        return (clock.Status, clock.Now, clock.Target);
    }
}
