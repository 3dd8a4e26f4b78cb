using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <inheritdoc cref="IBackupRestores" />
internal sealed class BackupRestores(
    LoadedDatabase database, DatabaseLoad load, FilestoreLoad files, DatabaseCopy copies, IContainerRuntime runtime, IOptions<RestoreOptions> options)
    : IBackupRestores
{
    public async Task LoadDatabaseAsync(
        InstanceData target, Guid instance, Stream archive, RestoreLimits limits, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (await database.IsWholeAsync(target, instance, cancellationToken))
            return;

        using var opened = await OdooArchive.OpenAsync(archive, options.Value.MostEntries, cancellationToken);
        await load.RunAsync(target, instance, opened, limits, progress, cancellationToken);
    }

    public async Task LoadFilesAsync(
        InstanceData target,
        IReadOnlyDictionary<string, string> labels,
        Stream archive,
        RestoreLimits limits,
        IProgress<string> progress,
        CancellationToken cancellationToken)
    {
        using var opened = await OdooArchive.OpenAsync(archive, options.Value.MostEntries, cancellationToken);
        await files.RunAsync(target, labels, opened, limits, progress, cancellationToken);
    }

    public Task MakeCopyAsync(InstanceData target, CopyIdentity identity, CancellationToken cancellationToken) =>
        copies.MakeAsync(target, identity, cancellationToken);

    public async Task<bool> IsLoadedAsync(InstanceData target, Guid instance, CancellationToken cancellationToken) =>
        await database.IsWholeAsync(target, instance, cancellationToken) && await files.IsWholeAsync(target, cancellationToken);

    public async Task DiscardAsync(InstanceData data, CancellationToken cancellationToken)
    {
        await runtime.RemoveAsync(LoadNames.Job(data), cancellationToken);
        await runtime.RemoveAsync(LoadNames.Neutralise(data), cancellationToken);
        await database.ClearAsync(data, cancellationToken);
        await runtime.RemoveVolumeAsync(data.Volume, cancellationToken);
    }
}
