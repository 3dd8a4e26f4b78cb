using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Tests.Backups;

public sealed class BackupRunTests : BackupTest
{
    [Fact]
    public async Task What_is_due_is_ordered_once_however_many_runs_were_missed()
    {
        var id = await Host.ProvisionAsync();
        await PlanAsync(id);
        await RunAsync();
        (await BackupsAsync(id)).ShouldBeEmpty();

        Host.Advance(TimeSpan.FromHours(5.5));
        await RunAsync();
        await RunAsync();

        var backup = (await BackupsAsync(id)).ShouldHaveSingleItem();
        (backup.Kind, backup.Status, backup.RequestedBy).ShouldBe((BackupKind.Scheduled, BackupStatus.Queued, null));
        var operation = await Host.OperationAsync(backup.OperationId);
        (operation.Kind, operation.IsBackground, operation.RequestedBy, operation.BackupId).ShouldBe((OperationKind.Backup, true, null, backup.Id));
        var next = (await ScheduleAsync(id)).NextRunAt.ShouldNotBeNull();
        (next > Host.Clock.Now, next <= Host.Clock.Now.AddHours(1), next.Minute).ShouldBe((true, true, 0));
        await Host.RunNextAsync();
        (await BackupAsync(backup.Id)).Status.ShouldBe(BackupStatus.Completed);
    }

    [Fact]
    public async Task A_busy_instance_is_tried_again_in_minutes_and_holds_up_no_other()
    {
        var busy = await Host.ProvisionAsync();
        var idle = await Host.ProvisionAsync();
        await PlanAsync(busy);
        await PlanAsync(idle);
        await Host.ActAsync(busy, (i, by) => i.Stop(new(true), by, Host.Clock.Now).Value);
        Host.Advance(TimeSpan.FromHours(1));
        await RunAsync();

        (await BackupsAsync(busy)).ShouldBeEmpty();
        (await ScheduleAsync(busy)).NextRunAt.ShouldBe(Host.Clock.Now.AddMinutes(5));
        (await BackupsAsync(idle)).ShouldHaveSingleItem();

        await Host.RunNextAsync();
        await Host.RunNextAsync();
        Host.Advance(TimeSpan.FromMinutes(5));
        await RunAsync();
        (await BackupsAsync(busy)).ShouldHaveSingleItem().Kind.ShouldBe(BackupKind.Scheduled);
    }

    [Fact]
    public async Task Beyond_the_quota_it_fails_on_record_and_the_schedule_goes_on()
    {
        var id = await Host.ProvisionAsync();
        await SubscribeAsync();
        await KeepAsync(id, size: 1L << 50);
        await PlanAsync(id);
        Host.Advance(TimeSpan.FromHours(1));
        await RunAsync();

        var backup = (await BackupsAsync(id))[^1];
        (backup.Status, backup.ErrorCode).ShouldBe((BackupStatus.Failed, "backup.quota_reached"));
        backup.ErrorMessage!.ShouldContain("GiB");
        (await Host.OperationAsync(backup.OperationId)).Status.ShouldBe(OperationStatus.Failed);
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
        (await ScheduleAsync(id)).NextRunAt!.Value.ShouldBeGreaterThan(Host.Clock.Now);
    }

    [Fact]
    public async Task A_terminated_instance_has_no_next_run()
    {
        var id = await Host.ProvisionAsync();
        await PlanAsync(id);
        await Host.ActAsync(id, (i, by) => i.Terminate(by, Host.Clock.Now).Value);
        await Host.RunNextAsync();
        Host.Advance(TimeSpan.FromHours(1));
        await RunAsync();

        (await ScheduleAsync(id)).NextRunAt.ShouldBeNull();
        (await BackupsAsync(id)).ShouldHaveSingleItem().Kind.ShouldBe(BackupKind.Final);
    }

    [Fact]
    public async Task Production_gets_a_daily_schedule_of_its_own_and_others_none()
    {
        var production = await Host.ProvisionAsync();
        var development = await Host.ProvisionAsync();
        await Host.ExecuteAsync($"update instances set instance_type = 'production' where id = '{production.Value}'");
        await Host.ExecuteAsync("update customers set timezone = 'Africa/Harare'");
        await Host.DispatchAsync();

        var schedule = await ScheduleAsync(production);
        (schedule.Enabled, schedule.Cron, schedule.Retention).ShouldBe((true, BackupSchedule.DefaultCron(production), RetentionRule.Default));
        var local = TimeZoneInfo.ConvertTime(schedule.NextRunAt!.Value, TimeZoneInfo.FindSystemTimeZoneById("Africa/Harare"));
        (local.Hour is >= 1 and < 5, local > Host.Clock.Now, local <= Host.Clock.Now.AddDays(1)).ShouldBe((true, true, true));
        (await Host.ReadAsync(db => db.BackupSchedules.AnyAsync(s => s.InstanceId == development))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_good_scheduled_backup_clears_away_old_scheduled_ones_and_no_others()
    {
        var id = await Host.ProvisionAsync();
        await PlanAsync(id);
        var manual = await KeepAsync(id, at: Host.Clock.Now.AddDays(-400));
        var used = await KeepAsync(id, BackupKind.Scheduled, Host.Clock.Now.AddDays(-300).AddHours(-1));
        for (var day = 300; day > 0; day--)
            await Host.SaveAsync(TestKit.Builders.BackupBuilder.Completed(id, Host.Tenant, Host.Clock.Now.AddDays(-day), BackupKind.Scheduled));
        await UseAsync(id, used);
        Host.Advance(TimeSpan.FromHours(1));
        await Host.DispatchAsync();

        var left = (await BackupsAsync(id)).Where(b => b.Status == BackupStatus.Completed).ToList();
        left.Select(b => b.Id).ShouldContain(manual.Id);
        left.Select(b => b.Id).ShouldContain(used.Id);
        left.Count(b => b.Kind == BackupKind.Scheduled).ShouldBeInRange(8, 15);
        left.Max(b => b.CreatedAt).ShouldBe(Host.Clock.Now.AddDays(-1).AddHours(-1));
    }

    private Task UseAsync(InstanceId id, Backup backup) => Host.InScopeAsync<AppDb>(async db =>
    {
        var instance = await db.Instances.SingleAsync(i => i.Id == id);
        db.Add(instance.Restore(backup, Requester.Platform, Host.Clock.Now).Value);
        await db.SaveChangesAsync();
    });

    private Task RunAsync() => Host.InScopeAsync<BackupRuns>(runs => runs.OrderDueAsync(CancellationToken.None));
}
