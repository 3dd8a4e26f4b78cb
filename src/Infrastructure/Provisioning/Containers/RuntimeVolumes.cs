using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Volumes of this platform.</summary>
internal sealed class RuntimeVolumes(EngineClient engine, RuntimeContainers containers, RuntimeLabels labels)
{
    public async Task EnsureAsync(string volume, IReadOnlyDictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        var made = await engine.Volumes.CreateAsync(new(volume, labels.On(wanted)), cancellationToken);
        // The engine answers with a volume of this name whoever made it.
        if (!labels.IsOurs(made.Labels))
            throw new RefusedException(Refusal.Refused, $"A volume {volume} exists that is not this platform's.");
    }

    public async Task<bool> ExistsAsync(string volume, CancellationToken cancellationToken) =>
        await engine.Volumes.InspectAsync(volume, cancellationToken) is { } found && labels.IsOurs(found.Labels);

    public async Task RemoveAsync(string volume, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(volume, cancellationToken))
            return;

        await RemoveLeftoversAsync(volume, cancellationToken);
        try
        {
            await engine.Volumes.RemoveAsync(volume, cancellationToken);
        }
        catch (EngineNotFoundException)
        {
            // Somebody else removed it: what we wanted.
        }
    }

    // A crash while seeding, or between create and files, leaves a container that nobody lists but that holds the volume.
    private async Task RemoveLeftoversAsync(string volume, CancellationToken cancellationToken)
    {
        foreach (var container in await engine.Containers.ListAsync(labels.Ours().With("volume", volume), cancellationToken))
        {
            if (container.Labels.ContainsKey(RuntimeLabels.Helper) || container.Names[0].EndsWith(Workloads.UnfinishedSuffix, StringComparison.Ordinal))
                await containers.RemoveByIdAsync(container.Id, cancellationToken);
        }

        await containers.RemoveAsync(volume + VolumeSeed.SourceSuffix, cancellationToken);
    }
}
