using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Backups;

/// <summary>Does with backups what time asks for. One that cannot be dealt with is met again the next time, and holds up no other.</summary>
public sealed partial class BackupSweep(IAppDb db, IBackupStore store, TimeProvider clock, ILogger<BackupSweep> logger)
{
    private const int Batch = 100;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await EachAsync(Left, FailAsync, cancellationToken);
        await EachAsync(
            () => db.Backups.Where(b => (b.Status == BackupStatus.Completed || b.Status == BackupStatus.Failed) && b.ExpiresAt <= now),
            DeleteAsync, cancellationToken);
        await EachAsync(() => db.Backups.Where(b => b.Status == BackupStatus.Deleted && !b.IsErased), EraseAsync, cancellationToken);
    }

    // Begun by a worker after its operation had ended, so that no event told of it.
    private IQueryable<Backup> Left() => db.Backups.Where(b => (b.Status == BackupStatus.Queued || b.Status == BackupStatus.Running)
        && db.Operations.Any(o => o.Id == b.OperationId && o.Status != OperationStatus.Queued && o.Status != OperationStatus.Running));

    private async Task EachAsync(Func<IQueryable<Backup>> due, Func<BackupId, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        var after = default(BackupId);
        while (await AfterAsync(due(), after, cancellationToken) is { Count: > 0 } batch)
        {
            foreach (var id in batch)
                await db.TryOneAsync(token => act(id, token), e => Failed(e, id.Value), cancellationToken);
            after = batch[^1];
        }
    }

    private static Task<List<BackupId>> AfterAsync(IQueryable<Backup> due, BackupId after, CancellationToken cancellationToken) =>
        due.Where(b => (Guid)(object)b.Id > after.Value).OrderBy(b => b.Id).Take(Batch).Select(b => b.Id).ToListAsync(cancellationToken);

    private async Task FailAsync(BackupId id, CancellationToken cancellationToken)
    {
        var backup = await db.Backups.SingleAsync(b => b.Id == id, cancellationToken);
        backup.FailWith(await db.Operations.AsNoTracking().SingleAsync(o => o.Id == backup.OperationId, cancellationToken), clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }

    private Task DeleteAsync(BackupId id, CancellationToken cancellationToken) => db.InTransactionAsync(
        async token =>
        {
            await db.LockBackupAsync(id, token);
            var now = clock.GetUtcNow();
            var backup = await db.Backups.SingleAsync(b => b.Id == id, token);
            if (backup.ExpiresAt > now || await db.BackupsInUse().AnyAsync(b => b.Id == id, token))
                return;

            backup.Delete(now);
            await db.SaveChangesAsync(token);
        },
        cancellationToken);

    private async Task EraseAsync(BackupId id, CancellationToken cancellationToken)
    {
        var backup = await db.Backups.SingleAsync(b => b.Id == id, cancellationToken);
        foreach (var place in backup.Places)
            await store.DeleteAsync(place, cancellationToken);
        backup.Erase();
        await db.SaveChangesAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Backup {Backup} cannot be cleared away now; it is tried again the next time")]
    private partial void Failed(Exception exception, Guid backup);
}
