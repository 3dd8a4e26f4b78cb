using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>Makes the operation's backup: the one that was asked for, or the one that comes before data are replaced or removed.</summary>
internal sealed class CreateBackup(
    IAppDb db, IBackupArchives archives, IBackupStore store, IOptions<BackupPolicyOptions> options, TimeProvider clock) : IProvisioningStep
{
    public StepName Name => StepName.CreateBackup;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        var backup = await db.Backups.SingleOrDefaultAsync(b => b.OperationId == context.Wanted.Operation, cancellationToken) ?? Add(context);
        if (!backup.IsUnderWay)
            return;

        var location = backup.Begin();
        await db.SaveChangesAsync(cancellationToken);
        try
        {
            await WriteAsync(backup, location, context, cancellationToken);
        }
        catch (RefusedException refused) when (backup.Kind == BackupKind.Final && context.Wanted.IsLastAttempt)
        {
            // What its owner did to the data keeps nobody from removing them, as was asked for. The platform removes none without a backup.
            if (context.Wanted.RequestedBy is null)
                throw new LastBackupRefusedException(refused);
            backup.Fail(refused.Code, refused.Message, clock.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private async Task WriteAsync(Backup backup, string location, ProvisioningContext context, CancellationToken cancellationToken)
    {
        BackupManifest? manifest = null;
        var stored = await store.WriteAsync(
            location,
            async (archive, token) => manifest = await archives.WriteAsync(context.Data, archive, context.Progress, token),
            cancellationToken);
        try
        {
            backup.Complete(location, stored.Size, stored.Sha256, manifest!, clock.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
        }
        catch
        {
            // Nobody knows of it.
            await store.DeleteAsync(location, CancellationToken.None);
            throw;
        }
    }

    private Backup Add(ProvisioningContext context)
    {
        var (wanted, instance, now) = (context.Wanted, context.Instance, clock.GetUtcNow());
        var (kind, kept) = instance.DesiredPower == DesiredPower.Gone
            ? (BackupKind.Final, options.Value.FinalKept)
            : (BackupKind.PreRestore, options.Value.SafetyKept);
        var backup = Backup.Queue(
            new BackupOrder(
                instance.Id, instance.TenantId, wanted.Operation, instance.OdooVersion, kind, Note: null, now + kept, wanted.RequestedBy),
            now);
        db.Backups.Add(backup);
        return backup;
    }
}
