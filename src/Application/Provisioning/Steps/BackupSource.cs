using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>The archive that an operation restores from.</summary>
internal sealed class BackupSource(IAppDb db, IBackupStore store, IOptions<BackupPolicyOptions> options)
{
    /// <exception cref="RefusedException">Code <c>backup_gone</c>: it was deleted meanwhile.</exception>
    public async Task LoadAsync(
        ProvisioningContext context, Func<Stream, RestoreLimits, Task> load, CancellationToken cancellationToken)
    {
        var id = context.Wanted.Backup ?? context.Instance.SourceBackupId
            ?? throw new InvalidOperationException("The operation has no backup to restore from.");
        var backup = await db.Backups.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, cancellationToken);
        await using var archive = backup is { Status: BackupStatus.Completed, Location: { } location }
            ? await store.OpenAsync(location, cancellationToken)
            : null;
        if (archive is null)
            throw new RefusedException("backup_gone", "The backup was deleted before its data were loaded.");

        await load(archive, RestoreLimits.Of(backup!.Manifest!, context.Instance.StorageLimit.Bytes, options.Value.RestoreTimeout));
    }
}
