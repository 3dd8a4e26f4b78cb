using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;

namespace SaaSOdoo.Application.Backups;

/// <summary>Fills a generation of an instance's data from an archive, which is hostile. All verbs are ensures.</summary>
/// <remarks>
/// Every method throws <see cref="DependencyUnavailableException"/> when PostgreSQL, the engine or the store does not answer, and
/// <see cref="RefusedException"/> with one of the codes <c>archive_damaged</c>, <c>archive_refused</c> (the dump does what a dump may not),
/// <c>archive_too_large</c>, <c>restore_timeout</c>, <c>restore_failed</c>, <c>load_tool_missing</c> (no image has a psql that is safe to use),
/// <c>database_owner</c> (a database of that name is there that no load has left half way; nothing was changed).
/// </remarks>
public interface IBackupRestores
{
    /// <summary>
    /// Loads the dump into a new database, with the rights of a role made for this load. At the end the instance's role owns it, and its mark
    /// says that it is whole. One that is whole already is left as it is; what was left half way is dropped first.
    /// </summary>
    Task LoadDatabaseAsync(
        InstanceData target, Guid instance, Stream archive, RestoreLimits limits, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>Makes the volume and fills it with the archive's files, once.</summary>
    /// <param name="labels">Of the volume.</param>
    Task LoadFilesAsync(
        InstanceData target,
        IReadOnlyDictionary<string, string> labels,
        Stream archive,
        RestoreLimits limits,
        IProgress<string> progress,
        CancellationToken cancellationToken);

    /// <summary>
    /// Makes loaded data those of another instance, before its first start: a new identity and address, and nothing in it that mails, pays,
    /// calls or runs by itself, when it is to be neutralised.
    /// </summary>
    /// <exception cref="RefusedException">Code <c>not_neutralised</c>: something in it is still live.</exception>
    Task MakeCopyAsync(InstanceData target, CopyIdentity identity, CancellationToken cancellationToken);

    /// <summary>Whether database and files of this generation are both whole.</summary>
    Task<bool> IsLoadedAsync(InstanceData target, Guid instance, CancellationToken cancellationToken);

    /// <summary>Drops the database and the volume of a generation that nothing uses.</summary>
    Task DiscardAsync(InstanceData data, CancellationToken cancellationToken);
}

/// <param name="DatabaseBytes">The most the loaded database may take.</param>
/// <param name="FileBytes">The most its files may take, unpacked.</param>
/// <param name="Time">The longest the load may take.</param>
public sealed record RestoreLimits(long DatabaseBytes, long FileBytes, TimeSpan Time)
{
    private const int IndexesAndBloat = 4;

    /// <summary>What was taken here is taken back, whatever the plan is by now.</summary>
    /// <param name="storage">Bytes that the instance may have.</param>
    public static RestoreLimits Of(BackupManifest manifest, long storage, TimeSpan time) =>
        new(Math.Max(storage, manifest.DumpBytes * IndexesAndBloat), Math.Max(storage, manifest.FileBytes), time);
}

/// <param name="BaseUrl">Where customers reach the copy; null while it has no address yet.</param>
/// <param name="Neutralise">Whether all that acts by itself is switched off.</param>
public sealed record CopyIdentity(Guid InstanceId, Uri? BaseUrl, bool Neutralise, DateTimeOffset Now);
