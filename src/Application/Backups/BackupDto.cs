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
    DateTimeOffset? ExpiresAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset? CompletedAt,
    DateTimeOffset? DeletedAt,
    uint Version) : IVersioned
{
    internal static Expression<Func<Backup, BackupDto>> Projection { get; } = b => new BackupDto(
        b.Id, b.InstanceId, b.TenantId, b.OperationId, b.Kind, b.Status, b.OdooVersion, b.Note, b.Size, b.Sha256, b.Manifest, b.ErrorCode,
        b.ErrorMessage, b.ExpiresAt, b.CreatedAt, b.CompletedAt, b.DeletedAt, b.Version);
}
