using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.TestKit.Builders;

/// <summary>Backups as a worker leaves them.</summary>
public static class BackupBuilder
{
    public static BackupManifest Manifest { get; } = new(
        "19.0", 15, new Dictionary<string, string>(StringComparer.Ordinal) { ["base"] = "19.0.1.3" },
        new Dictionary<string, long>(StringComparer.Ordinal) { ["res_users"] = 7 }, 1, 10, 0, 100);

    public static Backup Queued(InstanceId instance, TenantId tenant, DateTimeOffset at, BackupKind kind = BackupKind.Manual, DateTimeOffset? expires = null) =>
        Backup.Queue(new BackupOrder(instance, tenant, NewId.Of<OperationId>(at), "19.0", kind, Note: null, expires, RequestedBy: null), at);

    public static Backup Completed(
        InstanceId instance, TenantId tenant, DateTimeOffset at, BackupKind kind = BackupKind.Manual, long size = 100, string? sha256 = null,
        DateTimeOffset? expires = null)
    {
        var backup = Queued(instance, tenant, at, kind, expires);
        backup.Complete(backup.Begin(), size, sha256 ?? new string('0', 64), Manifest, at);
        return backup;
    }
}
