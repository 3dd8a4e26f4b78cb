using System.Net;
using Docker.DotNet;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Volumes of this platform.</summary>
internal sealed class RuntimeVolumes(DockerEngine engine, RuntimeContainers containers, RuntimeLabels labels)
{
    public async Task EnsureAsync(string volume, IReadOnlyDictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        var made = await engine.CallAsync(
            (docker, token) => docker.Volumes.CreateAsync(new() { Name = volume, Labels = labels.On(wanted) }, token), cancellationToken);
        // The engine answers with a volume of this name whoever made it.
        if (!labels.IsOurs(made.Labels))
            throw new RefusedException(Refusal.Refused, $"A volume {volume} exists that is not this platform's.");
    }

    public async Task<bool> ExistsAsync(string volume, CancellationToken cancellationToken) =>
        await engine.FindAsync((docker, token) => docker.Volumes.InspectAsync(volume, token), cancellationToken) is { } found
        && labels.IsOurs(found.Labels);

    public async Task RemoveAsync(string volume, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(volume, cancellationToken))
            return;

        await RemoveLeftoversAsync(volume, cancellationToken);
        try
        {
            await engine.CallAsync((docker, token) => docker.Volumes.RemoveAsync(volume, cancellationToken: token), cancellationToken);
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // Somebody else removed it: what we wanted.
        }
    }

    // A crash while seeding, or between create and files, leaves a container that nobody lists but that holds the volume.
    private async Task RemoveLeftoversAsync(string volume, CancellationToken cancellationToken)
    {
        foreach (var container in await containers.ListAsync(labels.Ours().With("volume", volume), cancellationToken))
        {
            if (RuntimeContainers.IsUnlisted(container))
                await containers.RemoveByIdAsync(container.ID, cancellationToken);
        }

        await containers.RemoveAsync(volume + VolumeSeed.SourceSuffix, cancellationToken);
    }
}
