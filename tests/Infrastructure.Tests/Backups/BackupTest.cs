using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit.Builders;

namespace SaaSOdoo.Infrastructure.Tests.Backups;

/// <summary>What the platform does with backups by itself, with the outside world in memory.</summary>
public abstract class BackupTest : OperationHostTest
{
    private protected Task<List<Backup>> BackupsAsync(InstanceId id) =>
        Host.ReadAsync(db => db.Backups.AsNoTracking().Where(b => b.InstanceId == id).OrderBy(b => b.Id).ToListAsync());

    private protected Task<Backup> BackupAsync(BackupId id) => Host.ReadAsync(db => db.Backups.AsNoTracking().SingleAsync(b => b.Id == id));

    private protected Task<BackupSchedule> ScheduleAsync(InstanceId id) =>
        Host.ReadAsync(db => db.BackupSchedules.AsNoTracking().SingleAsync(s => s.InstanceId == id));

    /// <summary>A completed one, with its archive.</summary>
    private protected async Task<Backup> KeepAsync(
        InstanceId id, BackupKind kind = BackupKind.Manual, DateTimeOffset? at = null, DateTimeOffset? expires = null, long size = 100)
    {
        var backup = BackupBuilder.Completed(id, Host.Tenant, at ?? Host.Clock.Now, kind, size, expires: expires);
        backup.ClearEvents();
        await Host.SaveAsync(backup);
        Host.Runtime.Archives[backup.Location!] = [1];
        return backup;
    }

    /// <summary>A schedule that is due in an hour, at the minute of now.</summary>
    private protected async Task<BackupSchedule> PlanAsync(InstanceId id)
    {
        var schedule = BackupSchedule.Of(id, Host.Tenant);
        schedule.Change(enabled: true, "0 * * * *", RetentionRule.Default, Host.Clock.Now);
        schedule.Plan(Host.Clock.Now.AddHours(1));
        await Host.SaveAsync(schedule);
        return schedule;
    }

    /// <summary>A trial of the smallest plan.</summary>
    private protected Task SubscribeAsync() => Host.InScopeAsync<AppDb>(async db =>
    {
        var plan = await db.Plans.Include(p => p.Prices).SingleAsync(p => p.Code == "basic");
        var owner = await db.Tenants.Where(t => t.Id == Host.Tenant).Select(t => t.CustomerId).SingleAsync();
        var subscription = Subscription.Order(Host.Tenant, owner, new(plan, BillingPeriod.Monthly, Currency.Usd, 8m, Rate: null), Host.Clock.Now).Value;
        subscription.StartTrial(Trial.Of(subscription, plan.TrialDays, Host.Clock.Now), Host.Clock.Now).IsFailure.ShouldBeFalse();
        db.Add(subscription);
        await db.SaveChangesAsync();
    });
}
