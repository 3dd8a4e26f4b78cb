using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Application.Mail;

/// <summary>
/// Tells the owners that a backup failed which nobody waits for: a scheduled or a final one, once a day for each instance. Whoever asked for
/// one sees its operation; that of a restore is told with the restore; one that was cancelled was not wanted any more.
/// </summary>
internal sealed class MailBackupFailed(IAppDb db, OwnerNotifier owners) : EventConsumer<BackupFailed>
{
    public override string Name => "mail_backup_failed";

    protected override async Task ConsumeAsync(BackupFailed domainEvent, CancellationToken cancellationToken)
    {
        if (domainEvent.Kind is not (BackupKind.Scheduled or BackupKind.Final) || domainEvent.Code == BackupFailed.Cancelled)
            return;

        var name = await db.Instances.Where(i => i.Id == domainEvent.InstanceId).Select(i => i.Name).SingleAsync(cancellationToken);
        var cause = $"{domainEvent.InstanceId.Value:N}:{domainEvent.At:yyyyMMdd}";
        await owners.PostAsync(
            domainEvent.TenantId, MailTemplate.BackupFailed, cause, cancellationToken, ("instance", name), ("time", MailText.Moment(domainEvent.At)),
            ("reason", domainEvent.Message));
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Tells the owners that a backup would not bring their instance back: each is tried once, so each is told once.</summary>
internal sealed class MailBackupProofFailed(IAppDb db, OwnerNotifier owners) : EventConsumer<BackupProofFailed>
{
    public override string Name => "mail_backup_proof_failed";

    protected override async Task ConsumeAsync(BackupProofFailed domainEvent, CancellationToken cancellationToken)
    {
        var about = await db.Backups.Where(b => b.Id == domainEvent.BackupId)
            .Select(b => new { b.CreatedAt, db.Instances.Single(i => i.Id == b.InstanceId).Name }).SingleAsync(cancellationToken);
        await owners.PostAsync(
            domainEvent.TenantId, MailTemplate.BackupProofFailed, $"{domainEvent.BackupId.Value:N}", cancellationToken, ("instance", about.Name),
            ("time", MailText.Moment(about.CreatedAt)), ("reason", domainEvent.Message));
        await db.SaveChangesAsync(cancellationToken);
    }
}

internal sealed class MailRestoreFailed(IAppDb db, OwnerNotifier owners) : InstanceMail<InstanceRestoreFailed>(db, owners)
{
    public override string Name => "mail_restore_failed";

    protected override MailTemplate Template => MailTemplate.RestoreFailed;

    protected override (string, string)[] Values(InstanceRestoreFailed happened, Instance instance) => [("reason", happened.Message)];
}
