using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Domain.Backups;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>Archives hold the name of the database they were made of; a store, and what was loaded from it.</summary>
internal sealed partial class FakeRuntime : IBackupArchives, IBackupStore, IBackupRestores
{
    public ConcurrentDictionary<string, byte[]> Archives { get; } = new(StringComparer.Ordinal);

    /// <summary>By name of the database: what its archive held.</summary>
    public ConcurrentDictionary<string, string> Loaded { get; } = new(StringComparer.Ordinal);

    /// <summary>Databases that are the copy of another instance's, and whether they are neutralised.</summary>
    public ConcurrentDictionary<string, bool> Copies { get; } = new(StringComparer.Ordinal);

    public async Task<BackupManifest> WriteAsync(
        InstanceData data, Stream archive, IProgress<string> progress, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken, "WriteArchive");
        progress.Report("Dumping");
        await archive.WriteAsync(Encoding.UTF8.GetBytes(data.Database), cancellationToken);
        return new(data.OdooVersion, 15, new Dictionary<string, string>(), new Dictionary<string, long>(), 0, 0, 0, 1);
    }

    public async Task<StoredArchive> WriteAsync(
        string location, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var archive = new MemoryStream();
        await write(archive, cancellationToken);
        await CallAsync(cancellationToken, "StoreArchive");
        Archives[location] = archive.ToArray();
        return new(archive.Length, Convert.ToHexStringLower(SHA256.HashData(archive.ToArray())));
    }

    public Task<Stream?> OpenAsync(string location, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(Archives.TryGetValue(location, out var archive) ? new MemoryStream(archive) : null);

    public async Task DeleteAsync(string location, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken, "DeleteArchive");
        Archives.TryRemove(location, out _);
    }

    public async Task LoadDatabaseAsync(
        InstanceData target, Guid instance, Stream archive, RestoreLimits limits, IProgress<string> progress, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        using var reader = new StreamReader(archive);
        Loaded[target.Database] = await reader.ReadToEndAsync(cancellationToken);
        Databases[target.Database] = true;
    }

    public async Task LoadFilesAsync(
        InstanceData target,
        IReadOnlyDictionary<string, string> labels,
        Stream archive,
        RestoreLimits limits,
        IProgress<string> progress,
        CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        await EnsureVolumeAsync(target.Volume, labels, cancellationToken);
    }

    public async Task MakeCopyAsync(InstanceData target, CopyIdentity identity, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Copies[target.Database] = identity.Neutralise;
    }

    public async Task<bool> IsLoadedAsync(InstanceData target, Guid instance, CancellationToken cancellationToken) =>
        Loaded.ContainsKey(target.Database) && await VolumeExistsAsync(target.Volume, cancellationToken);

    public async Task DiscardAsync(InstanceData data, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Databases.TryRemove(data.Database, out _);
        Loaded.TryRemove(data.Database, out _);
        await RemoveVolumeAsync(data.Volume, cancellationToken);
    }
}
