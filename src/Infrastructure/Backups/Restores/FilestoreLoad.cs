using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Containers;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>Puts an archive's files where Odoo looks for them.</summary>
internal sealed class FilestoreLoad(IContainerRuntime runtime, VolumeFill volumes, MissingAttachments attachments)
{
    private const int SayEvery = 200;

    public Task<bool> IsWholeAsync(InstanceData data, CancellationToken cancellationToken) =>
        volumes.IsFilledAsync(Filestores.Of(data.Volume, data.Database), data.ImageId, cancellationToken);

    public async Task RunAsync(
        InstanceData target,
        IReadOnlyDictionary<string, string> labels,
        OdooArchive archive,
        RestoreLimits limits,
        IProgress<string> progress,
        CancellationToken cancellationToken)
    {
        if (archive.Foreign is > 0 and var foreign)
            progress.Report($"Left out of the archive: {foreign} entries that are none of Odoo's");

        var found = new HashSet<string>(StringComparer.Ordinal);
        await runtime.EnsureVolumeAsync(target.Volume, labels, cancellationToken);
        await volumes.FillAsync(
            Filestores.Of(target.Volume, target.Database),
            target.ImageId,
            OdooConfiguration.FileOwner,
            (directory, token) => WriteAsync(directory, archive, limits, found, progress, token),
            () => attachments.SettleAsync(target, found, progress, cancellationToken),
            cancellationToken);
    }

    private static async Task WriteAsync(
        FilledDirectory directory, OdooArchive archive, RestoreLimits limits, HashSet<string> found, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var bytes = 0L;
        foreach (var (name, entry) in archive.Files)
        {
            bytes += entry.Length;
            if (bytes > limits.FileBytes || entry.Length < 0)
                throw RestoreFailures.FilesTooLarge(limits.FileBytes);
            if (!found.Add(name))
                continue;

            await using var content = await BoundedEntry.OpenAsync(entry, cancellationToken);
            await directory.AddAsync(name, content, entry.Length, cancellationToken);
            if (found.Count % SayEvery == 0)
                progress.Report($"Copying files: {found.Count}, {bytes >> 20} MB");
        }
    }
}
