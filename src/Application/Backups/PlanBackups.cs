using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Backups;

/// <summary>An instance of production is backed up daily unless its people say otherwise; one that lives again goes on with its schedule.</summary>
internal sealed class PlanBackups(IAppDb db, ICronExpressions crons, TimeProvider clock) : IEventConsumer
{
    public string Name => "plan_backups";

    public IReadOnlyCollection<string> Events { get; } =
    [
        EventNames.NameOf(typeof(InstanceCreated)), EventNames.NameOf(typeof(InstanceChanged)), EventNames.NameOf(typeof(InstanceReactivated)),
    ];

    public async Task ConsumeAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        var id = ((InstanceEvent)recorded.Event).InstanceId;
        await db.LockInstanceAsync(id, cancellationToken);
        var instance = await db.Instances.AsNoTracking().SingleAsync(i => i.Id == id, cancellationToken);
        var schedule = await db.BackupSchedules.SingleOrDefaultAsync(s => s.InstanceId == id, cancellationToken);
        var now = clock.GetUtcNow();
        if (schedule is null && instance.InstanceType == InstanceType.Production)
        {
            schedule = db.BackupSchedules.Add(BackupSchedule.Of(id, instance.TenantId)).Entity;
            schedule.Change(enabled: true, schedule.Cron, schedule.Retention, now);
        }

        if (schedule is not { Enabled: true, NextRunAt: null } || instance.Status == InstanceStatus.Terminated)
            return;

        schedule.Plan(crons.Next(schedule.Cron, await db.ZoneOfAsync(instance.TenantId, cancellationToken), now));
        await db.SaveChangesAsync(cancellationToken);
    }
}
