using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Backups;

/// <summary>With an operation that failed or was cancelled, what it was backing up has failed.</summary>
internal sealed class FailBackupsOfOperation(IAppDb db, TimeProvider clock) : EventConsumer<OperationFinished>
{
    public override string Name => "fail_backups_of_operation";

    protected override async Task ConsumeAsync(OperationFinished domainEvent, CancellationToken cancellationToken)
    {
        if (domainEvent.Status == OperationStatus.Succeeded)
            return;

        var backups = await db.Backups.Where(b => b.OperationId == domainEvent.OperationId
            && (b.Status == BackupStatus.Queued || b.Status == BackupStatus.Running)).ToListAsync(cancellationToken);
        if (backups.Count == 0)
            return;

        var operation = await db.Operations.AsNoTracking().SingleAsync(o => o.Id == domainEvent.OperationId, cancellationToken);
        foreach (var backup in backups)
            backup.FailWith(operation, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}

internal static class OperationOutcomes
{
    public static void FailWith(this Backup backup, Operation operation, DateTimeOffset now)
    {
        if (operation.Status == OperationStatus.Cancelled)
            backup.Fail(BackupFailed.Cancelled, "Its operation was cancelled: the instance was terminated, or changed otherwise.", now);
        else
            backup.Fail(operation.ErrorCode ?? "operation_ended", operation.ErrorDetail ?? "Its operation ended without it.", now);
    }
}
