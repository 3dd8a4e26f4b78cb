using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Infrastructure.Jobs.Retention;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.TestKit.Builders;
using SaaSOdoo.TestKit.Mail;

namespace SaaSOdoo.Infrastructure.Tests.Mail;

/// <summary>What happens to instances and trials reaches the owners, once.</summary>
public sealed class EventMailTests : MailTest
{
    private static readonly TenantStanding Active = new(true);

    [Fact]
    public async Task Ready_instance_is_mailed_once_and_without_a_password()
    {
        var id = await Host.ProvisionAsync();
        await DispatchAsync();
        Host.Advance(TimeSpan.FromMinutes(1));
        await Host.ActAsync(id, (instance, by) => instance.Restart(Active, by, Host.Clock.Now).Value);
        await Host.RunNextAsync();
        await DispatchAsync();
        await SendAsync();

        var mail = Smtp.Received.ShouldHaveSingleItem();
        mail.Subject.ShouldBe("“shop_1” is ready");
        mail.To.ShouldBe("Tendai Moyo <owner@example.com>");
        mail.Text.ShouldContain((await Host.InstanceAsync(id)).Allocation.Url!.ToString());
        mail.Text.ShouldNotContain("admin password");
    }

    [Fact]
    public async Task Suspension_unsuspension_and_termination_are_mailed()
    {
        var id = await Host.ProvisionAsync();
        await Host.ActAsync(id, (instance, by) => instance.Suspend(SuspensionCause.Billing, by, Host.Clock.Now).Value);
        await Host.RunNextAsync();
        await Host.ActAsync(id, (instance, by) => instance.Unsuspend(SuspensionCause.Billing, Active, by, Host.Clock.Now).Value!);
        await Host.RunNextAsync();
        await Host.ActAsync(id, (instance, by) => instance.Terminate(by, Host.Clock.Now).Value);
        await Host.RunNextAsync();
        await DispatchAsync();
        await SendAsync();

        // The address is gone by the time the first event is delivered, so that the instance is not announced.
        Smtp.Received.Select(m => m.Subject).ShouldBe(
            ["“shop_1” is suspended", "“shop_1” is no longer suspended", "“shop_1” is terminated"], ignoreOrder: true);
        Smtp.Received.Single(m => m.Subject.EndsWith("is suspended", StringComparison.Ordinal)).Text.ShouldContain("Why: A payment is missing.");
        Smtp.Received.Single(m => m.Subject.EndsWith("no longer suspended", StringComparison.Ordinal)).Text.ShouldContain("It is being started.");
    }

    [Fact]
    public async Task Backups_that_nobody_waits_for_are_mailed_once_a_day_when_they_fail_and_restores_that_were_put_back()
    {
        var id = await Host.ProvisionAsync();
        foreach (var kind in new[] { BackupKind.Scheduled, BackupKind.Scheduled, BackupKind.Manual, BackupKind.PreRestore })
            await FailBackupAsync(id, kind, "The store is full.");
        await FailBackupAsync(id, BackupKind.Final, "Cancelled.", BackupFailed.Cancelled);
        await Host.InScopeAsync<AppDb>(async db =>
        {
            (await db.Instances.SingleAsync(i => i.Id == id)).PutBack(OperationKind.Restore, "archive_damaged", "The archive is damaged.", Host.Clock.Now);
            await db.SaveChangesAsync();
        });
        await DispatchAsync();
        await SendAsync();

        // The instance was announced before.
        var mails = Smtp.Received.Where(m => !m.Subject.EndsWith("is ready", StringComparison.Ordinal)).ToList();
        mails.Select(m => m.Subject).ShouldBe(["A backup of “shop_1” failed", "“shop_1” could not be restored"], ignoreOrder: true);
        mails.Single(m => m.Subject.StartsWith("A backup", StringComparison.Ordinal)).Text.ShouldContain("The store is full.");
        mails.Single(m => m.Subject.EndsWith("restored", StringComparison.Ordinal)).Text.ShouldContain("The archive is damaged.");
    }

    [Fact]
    public async Task Failure_is_mailed_once_until_a_retry()
    {
        var id = await Host.ProvisionAsync();
        for (var i = 0; i < 3; i++)
        {
            await FailAsync(id);
            Host.Advance(TimeSpan.FromMinutes(1));
        }

        await DispatchAsync();
        await SendAsync();
        Failures().ShouldHaveSingleItem().Text.ShouldContain("What happened: Odoo did not answer <in time>.");

        await Host.ActAsync(id, (instance, by) => instance.Retry(Active, by, Host.Clock.Now).Value);
        Host.Advance(TimeSpan.FromMinutes(1));
        await FailAsync(id);
        await DispatchAsync();
        await SendAsync();
        Failures().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Switched_off_mail_topic_is_not_sent_but_mandatory_mails_are()
    {
        await Host.ProvisionAsync();
        await DispatchAsync();
        await ChangeOwnerAsync(owner => owner.Prefer(owner.Preferences with { Notifications = new MailSwitches(Instances: false) }));
        await SendAsync();

        Smtp.Received.ShouldBeEmpty();
        var row = (await Host.ReadAsync(db => db.Mails.AsNoTracking().ToListAsync())).ShouldHaveSingleItem();
        (row.Template, row.Status, row.Content).ShouldBe((MailTemplate.InstanceReady, MailStatus.Unwanted, null));

        await Host.InScopeAsync<IServiceProvider>(async services =>
        {
            await services.GetRequiredService<OwnerNotifier>().PostAsync(Host.Tenant, MailTemplate.MemberRemoved, "test", CancellationToken.None);
            await services.GetRequiredService<AppDb>().SaveChangesAsync();
        });
        await SendAsync();
        Smtp.Received.ShouldHaveSingleItem().Subject.ShouldBe("You no longer have access to “Acme”");
    }

    [Theory]
    [InlineData(14, "7 days 3 days 1 day")]
    [InlineData(7, "3 days 1 day")]
    [InlineData(1, "")]
    public async Task Trial_reminders_are_mailed_once_each_at_7_3_and_1_days(int length, string told)
    {
        await StartTrialAsync(length);
        for (var hour = 0; hour < (length + 2) * 24; hour += 6)
        {
            await Host.InScopeAsync<TrialReminders>(reminders => reminders.RemindAsync(CancellationToken.None));
            await Host.InScopeAsync<TrialReminders>(reminders => reminders.RemindAsync(CancellationToken.None));
            await SendAsync();
            Host.Advance(TimeSpan.FromHours(6));
        }

        Smtp.Received.Select(m => m.Subject).ShouldBe(
            told.Split(' ', StringSplitOptions.RemoveEmptyEntries).Chunk(2).Select(d => $"Your trial of “Acme” ends in {d[0]} {d[1]}"));
        Smtp.Received.ShouldAllBe(m => m.Text.Contains("6 December 2026, 09:00 UTC", StringComparison.Ordinal) || length != 14);
    }

    [Fact]
    public async Task After_an_outage_only_the_reminder_that_is_due_is_sent()
    {
        await StartTrialAsync(14);
        Host.Advance(TimeSpan.FromDays(12.5));
        await Host.InScopeAsync<TrialReminders>(reminders => reminders.RemindAsync(CancellationToken.None));
        await SendAsync();
        Smtp.Received.ShouldHaveSingleItem().Subject.ShouldBe("Your trial of “Acme” ends in 3 days");
    }

    [Fact]
    public async Task Sent_trial_reminder_is_not_due_again_before_the_next_and_all_that_are_due_are_sent()
    {
        const int trials = 250;
        await StartTrialAsync(14);
        await Host.ExecuteAsync(
            $"""
            insert into tenants (id, customer_id, name, status, metadata, created_at, updated_at)
            select gen_random_uuid(), customer_id, 'more ' || n, status, metadata, created_at, updated_at from tenants, generate_series(2, {trials}) n;
            insert into tenant_members (tenant_id, customer_id, role, joined_at)
            select id, customer_id, 'owner', created_at from tenants where name like 'more %';
            insert into subscriptions (id, tenant_id, customer_id, plan_id, billing_period, currency, price, status, trial_start, trial_end, remind_at,
                created_at, updated_at)
            select gen_random_uuid(), t.id, t.customer_id, s.plan_id, s.billing_period, s.currency, s.price, s.status, s.trial_start, s.trial_end, s.remind_at,
                s.created_at, s.updated_at from tenants t, subscriptions s where t.name like 'more %'
            """);
        var ends = (await Host.ReadAsync(db => db.Subscriptions.AsNoTracking().FirstAsync())).TrialEnd!.Value;

        Host.Advance(TimeSpan.FromDays(7));
        await Host.InScopeAsync<TrialReminders>(reminders => reminders.RemindAsync(CancellationToken.None));

        (await Host.ReadAsync(db => db.Mails.CountAsync())).ShouldBe(trials);
        (await Host.ReadAsync(db => db.Subscriptions.CountAsync(s => s.RemindAt == ends.AddDays(-3)))).ShouldBe(trials);
    }

    [Fact]
    public async Task Mails_of_a_deleted_account_and_mails_past_retention_are_purged()
    {
        await Host.ProvisionAsync();
        await DispatchAsync();
        await SendAsync();
        await PostAsync();
        await SendAsync();
        (await Host.ReadAsync(db => db.Mails.CountAsync())).ShouldBe(2);

        await ChangeOwnerAsync(owner => owner.Delete(liveInstances: 0, Host.Clock.Now).IsFailure.ShouldBeFalse());
        await DispatchAsync();
        (await Host.ReadAsync(db => db.Mails.CountAsync())).ShouldBe(1);

        Host.Advance(TimeSpan.FromDays(91));
        await PostAsync();
        (await Host.Get<RetentionPurge>().RunAsync(CancellationToken.None))["mails"].ShouldBe(1);
        (await Host.ReadAsync(db => db.Mails.SingleAsync())).Status.ShouldBe(MailStatus.Queued);
    }

    private Task FailBackupAsync(InstanceId id, BackupKind kind, string reason, string code = "backup_store_full") => Host.InScopeAsync<AppDb>(db =>
    {
        var backup = BackupBuilder.Queued(id, Host.Tenant, Host.Clock.Now, kind);
        backup.Fail(code, reason, Host.Clock.Now);
        db.Add(backup);
        return db.SaveChangesAsync();
    });

    private List<ReceivedMail> Failures() => [.. Smtp.Received.Where(m => m.Subject == "“shop_1” needs your attention")];

    private Task DispatchAsync() => Host.DispatchAsync();

    private Task FailAsync(InstanceId id) => Host.InScopeAsync<AppDb>(async db =>
    {
        (await db.Instances.SingleAsync(i => i.Id == id)).Fail("odoo_not_ready", "Odoo did not answer <in time>.", Host.Clock.Now);
        await db.SaveChangesAsync();
    });

    private Task ChangeOwnerAsync(Action<Customer> change) => Host.InScopeAsync<AppDb>(async db =>
    {
        change(await db.Customers.SingleAsync());
        await db.SaveChangesAsync();
    });

    private async Task StartTrialAsync(int days)
    {
        await Host.OrderAsync();
        await Host.InScopeAsync<AppDb>(async db =>
        {
            var plan = await db.Plans.Include(p => p.Prices).FirstAsync(p => p.TrialDays > 0);
            var owner = await db.Customers.SingleAsync();
            var subscription = Subscription.Order(Host.Tenant, owner.Id, new(plan, BillingPeriod.Monthly, Currency.Usd, 8m, Rate: null), Host.Clock.Now).Value;
            var trial = Trial.Of(subscription, days, Host.Clock.Now);
            subscription.StartTrial(trial, Host.Clock.Now).IsFailure.ShouldBeFalse();
            db.AddRange(subscription, trial);
            await db.SaveChangesAsync();
        });
    }
}
