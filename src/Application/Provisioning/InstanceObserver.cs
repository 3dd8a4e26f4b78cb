using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Looks at what is there of an instance: before anything is done to it, and to tell how it differs from what is wanted.</summary>
public sealed class InstanceObserver(
    IContainerRuntime runtime,
    IOdooDatabases databases,
    IReadinessProbe probe,
    ISecretProtector secrets,
    IOptions<ProvisioningOptions> options,
    TimeProvider clock)
{
    /// <summary>For whoever is at the instance: what an attempt before has left working at its database is ended first.</summary>
    /// <param name="wanted">The container that it should have; null while that is not settled.</param>
    public async Task<ObservedState> ObserveAsync(Instance instance, InstanceSecrets known, WorkloadSpec? wanted, CancellationToken cancellationToken)
    {
        if (instance.Allocation.DatabaseServer is { } server)
            await databases.EndLeftoversAsync(server, instance.Allocation.Role, cancellationToken);
        var container = await LookAtContainerAsync(instance, cancellationToken);
        return StateOf(instance, wanted, container, await LookAtDatabaseAsync(instance, known, cancellationToken));
    }

    /// <summary>Changes nothing, as <see cref="LookAtDatabaseAsync"/>.</summary>
    public async Task<ContainerView> LookAtContainerAsync(Instance instance, CancellationToken cancellationToken)
    {
        var workload = await runtime.ObserveAsync(instance.Allocation.Workload, cancellationToken);
        var volumeExists = await runtime.VolumeExistsAsync(instance.Allocation.Volume, cancellationToken);
        var answers = workload?.State == ContainerStatus.Running && instance.Allocation.Url is { } url
            && await probe.AnswersAsync(url, instance.OdooVersion, cancellationToken);
        return new(workload, volumeExists, answers);
    }

    /// <param name="known">Null when it has no secrets any more: the password is not compared.</param>
    public async Task<DatabaseView> LookAtDatabaseAsync(Instance instance, InstanceSecrets? known, CancellationToken cancellationToken)
    {
        var allocation = instance.Allocation;
        if (allocation.DatabaseServer is not { } server)
            return new(new(false, false, false), AddonsInstalled: false);

        var password = known is null ? null : secrets.Unprotect(known.DatabasePassword);
        var seen = await databases.ObserveAsync(server, allocation.Database, allocation.Role, password, cancellationToken);
        return new(seen, seen.DatabaseExists && await HasAddonsAsync(instance, cancellationToken));
    }

    public static ObservedState StateOf(Instance instance, WorkloadSpec? wanted, ContainerView container, DatabaseView database)
    {
        var (workload, seen) = (container.Workload, database.Observation);
        return new()
        {
            ServerAllocated = instance.Allocation.DatabaseServerId is not null,
            RoleExists = seen.RoleExists,
            DatabaseExists = seen.DatabaseExists,
            StrangeOwner = seen.StrangeOwner,
            Initialized = seen.Initialized,
            AddonsInstalled = database.AddonsInstalled,
            VolumeExists = container.VolumeExists,
            Container = StateOf(workload),
            Fingerprint = IsImpostor(wanted, workload) ? null : workload?.Fingerprint,
            Cpus = workload?.Cpus ?? 0,
            MemoryBytes = workload?.MemoryBytes ?? 0,
            PidsLimit = workload?.PidsLimit ?? DesiredState.PidsLimit,
            OnNetwork = workload?.OnNetwork ?? false,
            Answers = container.Answers,
            RoutePublished = instance.Allocation.PublishedAt is not null,
            PortReserved = instance.Allocation.Port is not null,
        };
    }

    public static ContainerStatus StateOf(WorkloadObservation? workload) => workload?.State ?? ContainerStatus.Missing;

    /// <summary>It runs and has not answered for so long that waiting on will not help.</summary>
    public bool IsFrozen(Instance instance, ObservedState observed) =>
        observed is { Container: ContainerStatus.Running, Answers: false }
        && instance.Observation.IsUnhealthyFor(options.Value.UnhealthyAfter, clock.GetUtcNow());

    // Made by somebody who has copied the label, or changed since in a way that no label tells.
    private static bool IsImpostor(WorkloadSpec? wanted, WorkloadObservation? seen) =>
        wanted is not null && seen is not null && wanted.Fingerprint == seen.Fingerprint && !wanted.IsMadeInto(seen);

    private async Task<bool> HasAddonsAsync(Instance instance, CancellationToken cancellationToken)
    {
        if (instance.CustomAddons.Count == 0 || instance.ProvisioningStatus == ProvisioningStatus.Completed)
            return true;

        var allocation = instance.Allocation;
        var installed = await databases.InstalledModulesAsync(allocation.DatabaseServer!, allocation.Database, cancellationToken);
        return !instance.CustomAddons.Except(installed, StringComparer.Ordinal).Any();
    }
}

/// <summary>What the engine says of an instance, and its login page.</summary>
/// <param name="Workload">Null when there is no container.</param>
public sealed record ContainerView(WorkloadObservation? Workload, bool VolumeExists, bool Answers);

/// <summary>What the database server says of an instance.</summary>
public sealed record DatabaseView(DatabaseObservation Observation, bool AddonsInstalled);
