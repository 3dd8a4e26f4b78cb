using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Backups;

/// <summary>
/// Orders the backups that schedules say are due. However many runs were missed, one is made. One that fails is met again the next time, and
/// holds up no other.
/// </summary>
public sealed partial class BackupRuns(
    IAppDb db, BackupOrders orders, ICronExpressions crons, IOptions<BackupPolicyOptions> options, TimeProvider clock, ILogger<BackupRuns> logger)
{
    private const int Batch = 100;

    public async Task OrderDueAsync(CancellationToken cancellationToken)
    {
        var (now, after) = (clock.GetUtcNow(), default(InstanceId));
        while (await DueAfterAsync(after, now, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var id in due)
                await db.TryOneAsync(token => db.InTransactionAsync(t => OrderAsync(id, now, t), token), e => Failed(e, id.Value), cancellationToken);
            after = due[^1];
        }
    }

    private Task<List<InstanceId>> DueAfterAsync(InstanceId after, DateTimeOffset now, CancellationToken cancellationToken) => db.BackupSchedules
        .Where(s => s.NextRunAt <= now && (Guid)(object)s.InstanceId > after.Value)
        .OrderBy(s => s.InstanceId).Take(Batch).Select(s => s.InstanceId).ToListAsync(cancellationToken);

    private async Task OrderAsync(InstanceId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.LockInstanceAsync(id, cancellationToken);
        var schedule = await db.BackupSchedules.SingleAsync(s => s.InstanceId == id, cancellationToken);
        if (schedule.NextRunAt is not { } due || due > now)
            return;

        var instance = await db.Instances.SingleAsync(i => i.Id == id, cancellationToken);
        if (instance.Status is InstanceStatus.Terminating or InstanceStatus.Terminated)
            schedule.Plan(next: null);
        else if (await IsBusyAsync(instance, cancellationToken))
            schedule.Plan(now + options.Value.BusyPause);
        else
        {
            await OrderAsync(instance, now, cancellationToken);
            schedule.Plan(crons.Next(schedule.Cron, await db.ZoneOfAsync(instance.TenantId, cancellationToken), now));
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<bool> IsBusyAsync(Instance instance, CancellationToken cancellationToken) =>
        !InstanceActions.AllowedIn(instance.Status).Contains(InstanceAction.Backup)
        || await db.ActiveOperationsOf(instance.Id).AnyAsync(cancellationToken);

    private async Task OrderAsync(Instance instance, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (operation, backup) = orders.Place(instance, BackupKind.Scheduled, note: null, Requester.Platform).Value;
        if (await orders.RefusalOfQuotaAsync(instance.TenantId, cancellationToken) is not { } full)
            return;

        // On record like any other that failed, and told.
        operation.Fail(full.Code, full.Message, now);
        backup.FailWith(operation, now);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The scheduled backup of instance {Instance} cannot be ordered; it is tried again in a minute")]
    private partial void Failed(Exception exception, Guid instance);
}
