using System.Formats.Tar;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Fills a directory of a volume once from files that come one after the other. A marker says that it is whole.</summary>
internal sealed class VolumeFill(ContainerArchives archives, RuntimeVolumes volumes, VolumeHelpers helpers, ImageUsers users)
{
    /// <summary>Ends the name of the container that carries the volume meanwhile.</summary>
    public const string Suffix = ".fill";

    public Task<bool> IsFilledAsync(VolumePath to, string imageId, CancellationToken cancellationToken) => Refusal.TranslateAsync(async () =>
        await volumes.ExistsAsync(to.Volume, cancellationToken)
        && await InContainerAsync(to, imageId, container => IsFilledAsync(container, to, cancellationToken), cancellationToken));

    /// <summary>Does nothing when it is filled already. What was left half way is written over.</summary>
    /// <param name="imageId">Gives an empty volume its first content, and its user <paramref name="owner"/> owns what is written.</param>
    /// <param name="before">Is done when all files are there, and before the marker says so.</param>
    public Task FillAsync(
        VolumePath to,
        string imageId,
        string owner,
        Func<FilledDirectory, CancellationToken, Task> write,
        Func<Task> before,
        CancellationToken cancellationToken) => Refusal.TranslateAsync(() => InContainerAsync(
            to,
            imageId,
            async container =>
            {
                if (await IsFilledAsync(container, to, cancellationToken))
                    return false;

                var ids = await users.FindAsync(imageId, container, owner, cancellationToken);
                await archives.PutAsync(container, to.MountPath, (body, token) => WriteAsync(body, to, ids, write, token), cancellationToken);
                await before();
                await archives.PutAsync(container, to.MountPath, [new(TarEntryType.RegularFile, MarkerName(to))], cancellationToken);
                return true;
            },
            cancellationToken));

    private static async Task WriteAsync(
        Stream body, VolumePath to, UserIds owner, Func<FilledDirectory, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        await using var tar = new TarWriter(body, TarEntryFormat.Pax, leaveOpen: true);
        var directory = new FilledDirectory(tar, to.Directory, owner);
        await directory.BeginAsync(cancellationToken);
        await write(directory, cancellationToken);
    }

    private Task<bool> InContainerAsync(VolumePath to, string imageId, Func<string, Task<bool>> work, CancellationToken cancellationToken) =>
        helpers.UseAsync(to.Volume + Suffix, imageId, VolumeHelpers.AsInstance(to), work, cancellationToken);

    private Task<bool> IsFilledAsync(string container, VolumePath to, CancellationToken cancellationToken) =>
        archives.ExistsAsync(container, $"{to.MountPath}/{MarkerName(to)}", cancellationToken);

    private static string MarkerName(VolumePath to) => $".saasodoo-filled-{to.Directory.Replace('/', '-')}";
}
