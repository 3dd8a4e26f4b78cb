using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>
/// Which running instances cannot reach their databases any more: because of what somebody did to role or database, or because their
/// container was made before Odoo was kept to its own database. One question for each server; password and container are compared only
/// where Odoo does not answer, because that costs.
/// </summary>
public sealed class DatabaseAccess(IAppDb db, IOdooDatabases databases, WorkloadSpecs specs, ISecretProtector secrets)
{
    /// <param name="instances">With allocation.</param>
    /// <param name="answering">Those whose Odoo answers.</param>
    public async Task<HashSet<InstanceId>> BrokenAsync(
        IReadOnlyList<Instance> instances,
        IReadOnlySet<InstanceId> answering,
        IReadOnlyDictionary<string, WorkloadObservation> workloads,
        CancellationToken cancellationToken)
    {
        var broken = new HashSet<InstanceId>();
        foreach (var onServer in instances.Where(IsWatched).GroupBy(i => i.Allocation.DatabaseServerId!.Value))
        {
            try
            {
                await LookAsync(onServer.Key, [.. onServer], answering, workloads, broken, cancellationToken);
            }
            catch (DependencyUnavailableException)
            {
                // Nothing can be said about it, and nothing be mended on it.
            }
        }

        return broken;
    }

    private static bool IsWatched(Instance instance) =>
        instance is { Status: InstanceStatus.Running, Allocation.DatabaseServerId: not null };

    private async Task LookAsync(
        DatabaseServerId id,
        List<Instance> instances,
        IReadOnlySet<InstanceId> answering,
        IReadOnlyDictionary<string, WorkloadObservation> workloads,
        HashSet<InstanceId> broken,
        CancellationToken cancellationToken)
    {
        // Tracked: the allocations' reference to it, which the specification reads, is set by that.
        var server = await db.DatabaseServers.SingleAsync(s => s.Id == id, cancellationToken);
        var intact = await databases.IntactAsync(server, cancellationToken);
        foreach (var instance in instances)
        {
            if (!intact.Contains(instance.Allocation.Role))
                broken.Add(instance.Id);
        }

        foreach (var instance in instances.Where(i => !answering.Contains(i.Id) && !broken.Contains(i.Id)))
        {
            var known = await db.InstanceSecrets.AsNoTracking().SingleAsync(s => s.InstanceId == instance.Id, cancellationToken);
            var seen = await databases.ObserveAsync(
                server, instance.Allocation.Database, instance.Allocation.Role, secrets.Unprotect(known.DatabasePassword), cancellationToken);
            if (!seen.RoleExists || IsOutdated(instance, known))
                broken.Add(instance.Id);
        }

        bool IsOutdated(Instance instance, InstanceSecrets known) =>
            workloads.TryGetValue(instance.Allocation.Workload, out var workload) && workload.State == ContainerStatus.Running
            && specs.Describe(instance, known) is { } wanted && wanted.Fingerprint != workload.Fingerprint;
    }
}
