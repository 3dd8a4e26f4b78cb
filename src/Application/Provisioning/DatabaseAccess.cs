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
    /// <param name="answering">Those whose Odoo answers.</param>
    public async Task<HashSet<InstanceId>> BrokenAsync(
        IReadOnlyList<WatchedInstance> instances,
        IReadOnlySet<InstanceId> answering,
        IReadOnlyDictionary<string, WorkloadObservation> workloads,
        CancellationToken cancellationToken)
    {
        var broken = new HashSet<InstanceId>();
        foreach (var onServer in instances.Where(IsWatched).GroupBy(i => i.DatabaseServer!.Value))
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

    private static bool IsWatched(WatchedInstance instance) =>
        instance is { Status: InstanceStatus.Running, DatabaseServer: not null };

    private async Task LookAsync(
        DatabaseServerId id,
        List<WatchedInstance> instances,
        IReadOnlySet<InstanceId> answering,
        IReadOnlyDictionary<string, WorkloadObservation> workloads,
        HashSet<InstanceId> broken,
        CancellationToken cancellationToken)
    {
        var server = await db.DatabaseServers.AsNoTracking().SingleAsync(s => s.Id == id, cancellationToken);
        var intact = await databases.IntactAsync(server, [.. instances.Select(i => new InstanceLogin(i.Role, i.Database))], cancellationToken);
        foreach (var instance in instances)
        {
            if (!intact.Contains(instance.Role))
                broken.Add(instance.Id);
        }

        foreach (var instance in instances.Where(i => !answering.Contains(i.Id) && !broken.Contains(i.Id)))
        {
            // Gone when it was terminated meanwhile.
            var known = await db.InstanceSecrets.AsNoTracking().SingleOrDefaultAsync(s => s.InstanceId == instance.Id, cancellationToken);
            if (known is null)
                continue;

            var seen = await databases.ObserveAsync(
                server, instance.Database, instance.Role, secrets.Unprotect(known.DatabasePassword), cancellationToken);
            if (!seen.RoleExists || await IsOutdatedAsync(known, workloads.GetValueOrDefault(instance.Workload), cancellationToken))
                broken.Add(instance.Id);
        }
    }

    private async Task<bool> IsOutdatedAsync(InstanceSecrets known, WorkloadObservation? workload, CancellationToken cancellationToken)
    {
        if (workload is not { State: ContainerStatus.Running })
            return false;

        var instance = await db.Instances.AsNoTracking().Include(i => i.Allocation).ThenInclude(a => a.DatabaseServer)
            .SingleAsync(i => i.Id == known.InstanceId, cancellationToken);
        return specs.Describe(instance, known) is { } wanted && wanted.Fingerprint != workload.Fingerprint;
    }
}
