using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;

namespace SaaSOdoo.Application.Backups;

/// <summary>Makes Odoo's own archive of an instance, running or not, without ever holding it in memory.</summary>
public interface IBackupArchives
{
    /// <summary>Writes the zip (dump.sql, filestore, manifest.json) of one moment: every attachment of the dump has its file.</summary>
    /// <param name="progress">Words for people, with a percentage where it is known.</param>
    /// <exception cref="RefusedException">
    /// Codes <c>backup_failed</c> (with the reason), <c>dump_tool_missing</c>, <c>backup_too_large</c> (a single value that cannot be dumped).
    /// </exception>
    /// <exception cref="DependencyUnavailableException">PostgreSQL or the container engine does not answer.</exception>
    Task<BackupManifest> WriteAsync(InstanceData data, Stream archive, IProgress<string> progress, CancellationToken cancellationToken);
}
