using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>Keeps bytes under locations. What fails here fails as <see cref="RefusedException"/> or <see cref="DependencyUnavailableException"/>.</summary>
internal interface IArchiveFiles
{
    /// <summary>There when <paramref name="write"/> and <paramref name="check"/> have succeeded, and not before or else.</summary>
    /// <param name="check">Is given what was stored.</param>
    Task WriteAsync(
        string location, Func<Stream, CancellationToken, Task> write, Func<Stream, CancellationToken, Task> check, CancellationToken cancellationToken);

    /// <summary>Readable from any place, its length known. Null when there is nothing at the location.</summary>
    Task<Stream?> OpenAsync(string location, CancellationToken cancellationToken);

    /// <summary>Success also when it is not there.</summary>
    Task DeleteAsync(string location, CancellationToken cancellationToken);
}
