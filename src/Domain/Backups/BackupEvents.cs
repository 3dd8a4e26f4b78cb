using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Backups;

public abstract record BackupEvent(BackupId BackupId, InstanceId InstanceId, TenantId TenantId, BackupKind Kind, DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => BackupId.Value;

    public override Guid? Tenant => TenantId.Value;
}

/// <param name="Size">Bytes of the archive.</param>
[EventName("backup.completed")]
public sealed record BackupCompleted(BackupId BackupId, InstanceId InstanceId, TenantId TenantId, BackupKind Kind, long Size, DateTimeOffset At)
    : BackupEvent(BackupId, InstanceId, TenantId, Kind, At);

/// <param name="Message">Shown to the customer.</param>
[EventName("backup.failed")]
public sealed record BackupFailed(
    BackupId BackupId, InstanceId InstanceId, TenantId TenantId, BackupKind Kind, string Code, string Message, DateTimeOffset At)
    : BackupEvent(BackupId, InstanceId, TenantId, Kind, At)
{
    /// <summary>The code of one whose operation was cancelled.</summary>
    public const string Cancelled = "operation_cancelled";
}

/// <summary>Its archive is to go: because somebody said so, or because it was kept long enough.</summary>
[EventName("backup.deleted")]
public sealed record BackupDeleted(BackupId BackupId, InstanceId InstanceId, TenantId TenantId, BackupKind Kind, DateTimeOffset At)
    : BackupEvent(BackupId, InstanceId, TenantId, Kind, At);

/// <summary>Its archive was loaded into a throw-away database, and Odoo started on it.</summary>
[EventName("backup.proven")]
public sealed record BackupProven(BackupId BackupId, InstanceId InstanceId, TenantId TenantId, BackupKind Kind, DateTimeOffset At)
    : BackupEvent(BackupId, InstanceId, TenantId, Kind, At);

/// <summary>It would not bring the instance back.</summary>
/// <param name="Proof">How far it is good.</param>
/// <param name="Message">Shown to the customer.</param>
[EventName("backup.proof_failed")]
public sealed record BackupProofFailed(
    BackupId BackupId, InstanceId InstanceId, TenantId TenantId, BackupKind Kind, ProofLevel Proof, string Code, string Message, DateTimeOffset At)
    : BackupEvent(BackupId, InstanceId, TenantId, Kind, At);
