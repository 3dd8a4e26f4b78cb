using System.Formats.Tar;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>
/// Copies a tree from volume to volume through two containers that are never started: they only carry the mounts. Nothing of it
/// depends on where the volumes are, and no process of the image runs. Two, because the engine locks a container while an archive
/// is read from it: writing to the same one would wait for ever.
/// </summary>
internal sealed class VolumeSeed(ContainerArchives archives, VolumeHelpers helpers)
{
    /// <summary>Ends the name of the helper that holds the source, which no list of the target's containers shows.</summary>
    public const string SourceSuffix = ".seed-source";

    private const string SourcePath = "/saasodoo-seed";

    public async Task SeedAsync(VolumePath from, VolumePath to, string image, CancellationToken cancellationToken)
    {
        var (targetName, sourceName) = (to.Volume + ".seed", to.Volume + SourceSuffix);
        var target = helpers.CreateAsync(targetName, image, VolumeHelpers.AsInstance(to), cancellationToken);
        var source = helpers.CreateAsync(sourceName, image, VolumeHelpers.AsItIs(from.Volume, SourcePath), cancellationToken);
        try
        {
            await Task.WhenAll(target, source);
            if (!await archives.ExistsAsync(await target, $"{to.MountPath}/{MarkerName(to)}", cancellationToken))
                await CopyAsync(await source, from, await target, to, cancellationToken);
        }
        finally
        {
            await Task.WhenAll(helpers.RemoveAsync(targetName, target), helpers.RemoveAsync(sourceName, source));
        }
    }

    private static string MarkerName(VolumePath to) => $".saasodoo-seeded-{to.Directory.Replace('/', '-')}";

    private async Task CopyAsync(string source, VolumePath from, string target, VolumePath to, CancellationToken cancellationToken)
    {
        var missing = await MissingParentsAsync(target, to, cancellationToken);
        // Last, so that a copy cut short is done again.
        var marker = new PaxTarEntry(TarEntryType.RegularFile, MarkerName(to));
        await using var tree = await archives.GetAsync(source, $"{SourcePath}/{from.Directory}", cancellationToken);
        // A template without attachments has no such directory.
        if (tree is null)
            await archives.PutAsync(target, to.MountPath, [marker], cancellationToken);
        else
            await archives.PutAsync(
                target, to.MountPath, (body, token) => TarTree.MoveAsync(tree, body, to.Directory, missing, marker, token), cancellationToken);
    }

    private async Task<IReadOnlyList<string>> MissingParentsAsync(string target, VolumePath to, CancellationToken cancellationToken)
    {
        var parts = to.Directory.Split('/');
        var missing = new List<string>();
        for (var depth = 1; depth < parts.Length; depth++)
        {
            var parent = string.Join('/', parts[..depth]);
            if (!await archives.ExistsAsync(target, $"{to.MountPath}/{parent}", cancellationToken))
                missing.Add(parent);
        }

        return missing;
    }
}
