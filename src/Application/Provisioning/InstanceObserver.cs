using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Looks at what is there of an instance.</summary>
public sealed class InstanceObserver(IContainerRuntime runtime, IOdooDatabases databases, IReadinessProbe probe, ISecretProtector secrets)
{
    public async Task<ObservedState> ObserveAsync(Instance instance, InstanceSecrets known, CancellationToken cancellationToken)
    {
        var allocation = instance.Allocation;
        var workload = await runtime.ObserveAsync(allocation.Workload, cancellationToken);
        var volumeExists = await runtime.VolumeExistsAsync(allocation.Volume, cancellationToken);
        var database = allocation.DatabaseServer is { } server
            ? await databases.ObserveAsync(
                server, allocation.Database, allocation.Role, secrets.Unprotect(known.DatabasePassword), cancellationToken)
            : new DatabaseObservation(false, false, false);

        return new ObservedState
        {
            ServerAllocated = allocation.DatabaseServerId is not null,
            RoleExists = database.RoleExists,
            DatabaseExists = database.DatabaseExists,
            StrangeOwner = database.StrangeOwner,
            Initialized = database.Initialized,
            AddonsInstalled = database.DatabaseExists && await HasAddonsAsync(instance, cancellationToken),
            VolumeExists = volumeExists,
            Container = StateOf(workload),
            Fingerprint = workload?.Fingerprint,
            Cpus = workload?.Cpus ?? 0,
            MemoryBytes = workload?.MemoryBytes ?? 0,
            OnNetwork = workload?.OnNetwork ?? false,
            Answers = workload?.State == ContainerStatus.Running && allocation.Url is { } url
                && await probe.AnswersAsync(url, instance.OdooVersion, cancellationToken),
            RoutePublished = allocation.PublishedAt is not null,
            PortReserved = allocation.Port is not null,
        };
    }

    public static ContainerStatus StateOf(WorkloadObservation? workload) => workload?.State ?? ContainerStatus.Missing;

    private async Task<bool> HasAddonsAsync(Instance instance, CancellationToken cancellationToken)
    {
        if (instance.CustomAddons.Count == 0 || instance.ProvisioningStatus == ProvisioningStatus.Completed)
            return true;

        var allocation = instance.Allocation;
        var installed = await databases.InstalledModulesAsync(allocation.DatabaseServer!, allocation.Database, cancellationToken);
        return !instance.CustomAddons.Except(installed, StringComparer.Ordinal).Any();
    }
}
