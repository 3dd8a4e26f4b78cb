using System.Linq.Expressions;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Backups;

/// <summary>A backup as members of its tenant see it.</summary>
/// <param name="OperationId">The operation that makes it, or made it.</param>
/// <param name="Note">What was said when it was asked for.</param>
/// <param name="Size">Bytes of the archive; 0 while there is none.</param>
/// <param name="Sha256">Of the archive, lower-case hexadecimal; null while there is none.</param>
/// <param name="Manifest">What the archive holds; null while there is none.</param>
/// <param name="ErrorMessage">Why it failed.</param>
/// <param name="Proof">How far its archive is known to be good: not at all, every byte of it, its data, an Odoo that was started on them.</param>
/// <param name="ProofAt">When that was tried last, in a database that was thrown away; null: never.</param>
/// <param name="ProofErrorCode">Why it got no further; null when the backup is proven, or was never tried.</param>
/// <param name="ProofErrorMessage">The same in words.</param>
/// <param name="ExpiresAt">When it is deleted by itself; null: when somebody, or the retention of the schedule, deletes it.</param>
public sealed record BackupDto(
    BackupId Id,
    InstanceId InstanceId,
    TenantId TenantId,
    OperationId OperationId,
    BackupKind Kind,
    BackupStatus Status,
    string OdooVersion,
    string? Note,
    long Size,
    string? Sha256,
    BackupManifest? Manifest,
    string? ErrorCode,
    string? ErrorMessage,
    ProofLevel Proof,
    DateTimeOffset? ProofAt,
    string? ProofErrorCode,
    string? ProofErrorMessage,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset? CompletedAt,
    DateTimeOffset? DeletedAt,
    uint Version) : IVersioned
{
    internal static Expression<Func<Backup, BackupDto>> Projection { get; } = b => new BackupDto(
        b.Id, b.InstanceId, b.TenantId, b.OperationId, b.Kind, b.Status, b.OdooVersion, b.Note, b.Size, b.Sha256, b.Manifest, b.ErrorCode,
        b.ErrorMessage, b.Proof, b.ProofAt, b.ProofErrorCode, b.ProofErrorMessage, b.ExpiresAt, b.CreatedAt, b.CompletedAt, b.DeletedAt, b.Version);
}
