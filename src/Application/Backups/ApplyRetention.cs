using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Backups;

namespace SaaSOdoo.Application.Backups;

/// <summary>With every good backup of a schedule, those go that were kept long enough. A failed one takes none away.</summary>
internal sealed class ApplyRetention(IAppDb db, TimeProvider clock) : EventConsumer<BackupCompleted>
{
    public override string Name => "apply_backup_retention";

    protected override async Task ConsumeAsync(BackupCompleted domainEvent, CancellationToken cancellationToken)
    {
        var id = domainEvent.InstanceId;
        if (domainEvent.Kind != BackupKind.Scheduled
            || await db.BackupSchedules.AsNoTracking().SingleOrDefaultAsync(s => s.InstanceId == id, cancellationToken) is not { } schedule)
            return;

        var completed = await db.Backups
            .Where(b => b.InstanceId == id && b.Kind == BackupKind.Scheduled && b.Status == BackupStatus.Completed)
            .Select(b => new { b.Id, b.CreatedAt }).ToListAsync(cancellationToken);
        var zone = await db.ZoneOfAsync(domainEvent.TenantId, cancellationToken);
        foreach (var expired in BackupRetention.Expired(completed, b => b.CreatedAt, schedule.Retention, zone))
        {
            await db.LockBackupAsync(expired.Id, cancellationToken);
            if (await db.BackupsInUse().AnyAsync(b => b.Id == expired.Id, cancellationToken))
                continue;
            (await db.Backups.SingleAsync(b => b.Id == expired.Id, cancellationToken)).Delete(clock.GetUtcNow());
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
