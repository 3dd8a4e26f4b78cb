using Docker.DotNet.Models;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>
/// Containers that are never started and only carry a volume, so that the engine reads and writes it. Nothing depends on where the volume is,
/// and no process of the image runs.
/// </summary>
internal sealed class VolumeHelpers(RuntimeContainers containers, RuntimeVolumes volumes, RuntimeLabels labels, ContainerCleanup cleanup)
{
    /// <summary>Where the image has it: an empty volume gets the image's content and ownership there.</summary>
    public static Mount AsInstance(VolumePath path) => new() { Type = "volume", Source = path.Volume, Target = path.MountPath };

    /// <summary>Without the image's content, which the engine would put into an empty volume.</summary>
    public static Mount AsItIs(string volume, string path) =>
        new() { Type = "volume", Source = volume, Target = path, VolumeOptions = new() { NoCopy = true } };

    /// <summary>For as long as the work takes, which is given the container's id.</summary>
    /// <inheritdoc cref="CreateAsync" path="/exception"/>
    public async Task<T> UseAsync<T>(string name, string image, Mount mount, Func<string, Task<T>> work, CancellationToken cancellationToken)
    {
        var creation = CreateAsync(name, image, mount, cancellationToken);
        try
        {
            return await work(await creation);
        }
        finally
        {
            await RemoveAsync(name, creation);
        }
    }

    /// <summary>In place of one of that name which a process that died has left.</summary>
    /// <exception cref="WorldChangedException">There is no such volume.</exception>
    public async Task<string> CreateAsync(string name, string image, Mount mount, CancellationToken cancellationToken)
    {
        // Mounting a volume that is not there would make one without labels.
        if (!await volumes.ExistsAsync(mount.Source!, cancellationToken))
            throw new WorldChangedException(Refusal.Refused, $"This platform has no volume {mount.Source}.");

        await containers.RemoveAsync(name, cancellationToken);
        return await containers.CreateAsync(
            new()
            {
                Name = name,
                Image = image,
                Labels = labels.On(null, (RuntimeLabels.Helper, "volume")),
                HostConfig = new() { NetworkMode = "none", Mounts = [mount] },
            },
            cancellationToken);
    }

    public async Task RemoveAsync(string name, Task<string> creation) =>
        await cleanup.RemoveAsync(name, creation.IsCompletedSuccessfully ? await creation : null);
}
