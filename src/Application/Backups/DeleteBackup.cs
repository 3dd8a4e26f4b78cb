using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Backups;

/// <summary>Deletes a backup for good. The final one of an instance is all that is left of it: only an owner deletes it.</summary>
/// <param name="IfMatch">412 when the backup was changed since; null deletes it in any case.</param>
public sealed record DeleteBackup(BackupId Id, IfMatch? IfMatch) : ICommand, INeedsSecondFactor;

internal sealed class DeleteBackupHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<DeleteBackup, Result>
{
    public async Task<Result> Handle(DeleteBackup command, CancellationToken cancellationToken)
    {
        await db.LockBackupAsync(command.Id, cancellationToken);
        var backup = await db.BackupsOf(caller).SingleOrDefaultAsync(b => b.Id == command.Id, cancellationToken);
        if (backup is null)
            return BackupErrors.NotFound;

        var needed = backup.Kind == BackupKind.Final ? TenantRole.Owner : TenantRole.Manager;
        if (await db.RefusalAsync(caller, backup.TenantId, needed, cancellationToken) is { } refusal)
            return refusal;
        if (IfMatch.Check(command.IfMatch, backup) is { IsFailure: true } outdated)
            return outdated;
        if (!backup.IsUnderWay && await db.BackupsInUse().AnyAsync(b => b.Id == command.Id, cancellationToken))
            return BackupErrors.InUse;
        if (backup.Delete(clock.GetUtcNow()) is { IsFailure: true } refused)
            return refused;

        await db.SaveChangesAsync(cancellationToken);
        return Result.Success;
    }
}
