using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Convergence;

/// <summary>Looks at what is there of an instance.</summary>
public sealed class InstanceObserver(IContainerRuntime runtime, IOdooDatabases databases, IReadinessProbe probe)
{
    public async Task<ObservedState> ObserveAsync(Instance instance, CancellationToken cancellationToken)
    {
        var placement = instance.Placement;
        var workload = await runtime.ObserveAsync(placement.Workload, cancellationToken);
        var volumeExists = await runtime.VolumeExistsAsync(placement.Volume, cancellationToken);
        var database = placement.DatabaseServer is { } server
            ? await databases.ObserveAsync(server, placement.Database, placement.Role, cancellationToken)
            : new DatabaseObservation(false, false, false);

        return new ObservedState
        {
            ServerAllocated = placement.DatabaseServerId is not null,
            RoleExists = database.RoleExists,
            DatabaseExists = database.DatabaseExists,
            Personalised = database.Personalised,
            AddonsInstalled = database.DatabaseExists && await HasAddonsAsync(instance, cancellationToken),
            VolumeExists = volumeExists,
            Container = StateOf(workload),
            Fingerprint = workload?.Fingerprint,
            Cpus = workload?.Cpus ?? 0,
            MemoryBytes = workload?.MemoryBytes ?? 0,
            OnNetwork = workload?.OnNetwork ?? false,
            Answers = workload?.State == "running" && placement.Url is { } url
                && await probe.AnswersAsync(url, instance.OdooVersion, cancellationToken),
            RoutePublished = placement.PublishedAt is not null,
        };
    }

    public static ContainerState StateOf(WorkloadObservation? workload) => workload?.State switch
    {
        null => ContainerState.Missing,
        "created" => ContainerState.Created,
        "running" => ContainerState.Running,
        "restarting" => ContainerState.Restarting,
        "paused" => ContainerState.Paused,
        "exited" => ContainerState.Exited,
        _ => ContainerState.Dead,
    };

    private async Task<bool> HasAddonsAsync(Instance instance, CancellationToken cancellationToken)
    {
        if (instance.CustomAddons.Count == 0 || instance.ProvisioningStatus == ProvisioningStatus.Completed)
            return true;

        var placement = instance.Placement;
        var installed = await databases.InstalledModulesAsync(placement.DatabaseServer!, placement.Database, cancellationToken);
        return !instance.CustomAddons.Except(installed, StringComparer.Ordinal).Any();
    }
}
