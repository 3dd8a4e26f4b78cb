using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Common;

// Whose backups are whose: they follow the tenant, also when their instance is terminated.
public static partial class Ownership
{
    public static IQueryable<Backup> BackupsOf(this IAppDb db, ICaller caller) =>
        db.Backups.Where(b => db.TenantMembers.Any(m => m.TenantId == b.TenantId && m.CustomerId == caller.CustomerId));

    /// <summary>
    /// Those that an operation under way, or an instance that is not made yet, begins with. Ask under the lock on the backup, which everybody
    /// takes who begins to use one, or deletes it.
    /// </summary>
    public static IQueryable<Backup> BackupsInUse(this IAppDb db) => db.Backups.Where(b =>
        db.Operations.Any(o => o.BackupId == b.Id && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running))
        || db.Instances.Any(i => i.SourceBackupId == b.Id && i.ProvisioningStatus != ProvisioningStatus.Completed
            && i.Status != InstanceStatus.Terminated));

    /// <summary>Locks the backup's row until the end of the transaction, after its tenant's and its instance's where those are locked too.</summary>
    public static Task LockBackupAsync(this IAppDb db, BackupId id, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<Guid>($"select id as \"Value\" from backups where id = {id.Value} for no key update").AnyRowAsync(cancellationToken);
}
