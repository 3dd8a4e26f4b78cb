using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Backups;

/// <summary>Looks at what a throw-away copy of an archive's data holds, and whether Odoo serves it.</summary>
/// <remarks>Throws <see cref="DependencyUnavailableException"/> when PostgreSQL or the engine does not answer.</remarks>
public interface IBackupProofs
{
    /// <summary>What was loaded, counted before anything changes it, and the files of the archive it came from.</summary>
    /// <exception cref="RefusedException">Codes <c>restore_failed</c>, <c>archive_damaged</c>, <c>archive_refused</c>.</exception>
    Task<ArchiveContents> ReadAsync(InstanceData copy, Stream archive, CancellationToken cancellationToken);

    /// <summary>
    /// Starts Odoo on the copy in a container that has no address and runs no scheduled action, and waits until it has answered with its login
    /// page and one style or script that the page names: without its files the page alone is served all the same.
    /// </summary>
    /// <param name="proof">Whose the container is.</param>
    /// <param name="password">Of the copy's role.</param>
    /// <exception cref="RefusedException">Code <c>not_booted</c>: it does not serve.</exception>
    Task BootAsync(InstanceData copy, BackupProofId proof, string password, CancellationToken cancellationToken);

    /// <summary>Ends what is still started of the copy.</summary>
    Task EndAsync(InstanceData copy, CancellationToken cancellationToken);
}
