using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Backups;

/// <summary>Hands out all data of an instance, to those who may change it. A command, so that the audit says who had them.</summary>
public sealed record DownloadBackup(BackupId Id) : ICommand<BackupArchive>;

/// <param name="Content">Seekable, its length known; the reader disposes of it.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record BackupArchive(Stream Content, string FileName, string Sha256, DateTimeOffset CompletedAt);

internal sealed class DownloadBackupHandler(IAppDb db, ICaller caller, IBackupStore store) : IRequestHandler<DownloadBackup, Result<BackupArchive>>
{
    public async Task<Result<BackupArchive>> Handle(DownloadBackup command, CancellationToken cancellationToken)
    {
        var found = await db.BackupsOf(caller).AsNoTracking().Where(b => b.Id == command.Id)
            .Select(b => new { Backup = b, Name = db.Instances.Where(i => i.Id == b.InstanceId).Select(i => i.DatabaseName).Single() })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return BackupErrors.NotFound;

        var backup = found.Backup;
        if (await db.RefusalAsync(caller, backup.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;
        if (backup is not { Status: BackupStatus.Completed, Location: { } location, CompletedAt: { } at })
            return BackupErrors.NotCompleted(backup.Status);
        if (await store.OpenAsync(location, cancellationToken) is not { } archive)
            return BackupErrors.ArchiveMissing;

        var name = string.Create(CultureInfo.InvariantCulture, $"{found.Name}_{backup.CreatedAt.UtcDateTime:yyyy-MM-dd_HH-mm-ss}.zip");
        return new BackupArchive(archive, name, backup.Sha256!, at);
    }
}
