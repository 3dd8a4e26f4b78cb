using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Application.Backups;

/// <summary>Keeps archives under locations such as <c>tenant/instance/backup.zip</c>. What was not written whole is not there.</summary>
public interface IBackupStore
{
    /// <summary>Keeps what <paramref name="write"/> writes, reads it back and says what it is. Nothing stays of a write that failed.</summary>
    /// <exception cref="RefusedException">Codes <c>backup_store_full</c>, <c>backup_store_failed</c>.</exception>
    /// <exception cref="DependencyUnavailableException">The store does not answer.</exception>
    Task<StoredArchive> WriteAsync(string location, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <summary>Readable from any place, its length known. Null when there is nothing at the location.</summary>
    Task<Stream?> OpenAsync(string location, CancellationToken cancellationToken);

    /// <summary>Success also when it is not there.</summary>
    Task DeleteAsync(string location, CancellationToken cancellationToken);
}

/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of the archive as customers download it; lower-case hexadecimal.</param>
public sealed record StoredArchive(long Size, string Sha256);
