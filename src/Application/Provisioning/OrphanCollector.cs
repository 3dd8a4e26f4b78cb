using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>
/// Removes containers that carry an instance's label but belong to no live instance, and volumes of terminated ones. What has no label of
/// ours is never touched, and nothing is while an operation of its instance, or its proof of a backup, is under way.
/// </summary>
public sealed partial class OrphanCollector(
    IAppDb db, IContainerRuntime runtime, IOptions<ProvisioningOptions> options, TimeProvider clock, ILogger<OrphanCollector> logger)
{
    public async Task CollectAsync(CancellationToken cancellationToken)
    {
        var oldEnough = clock.GetUtcNow() - options.Value.OrphanGrace;
        var workloads = await runtime.ListAsync(cancellationToken);
        var volumes = await runtime.ListVolumesAsync(cancellationToken);
        var known = await KnownAsync(workloads.Select(w => w.Labels), cancellationToken);
        var terminated = await TerminatedAsync(volumes.Select(v => v.Labels), cancellationToken);

        foreach (var orphan in workloads.Where(w => w.CreatedAt < oldEnough && IsOrphan(w.Labels, w.Name, known)))
        {
            Removing("container", orphan.Name);
            await runtime.RemoveAsync(orphan.Name, cancellationToken);
        }

        // A volume holds a customer's files. It goes only when we know its instance and know that it was terminated: after the platform's
        // database was restored from a backup, instances younger than that are unknown, and their files are all that is left of them.
        foreach (var orphan in volumes.Where(v => v.CreatedAt < oldEnough && WorkloadSpecs.InstanceOf(v.Labels) is { } instance && terminated.Contains(instance)))
        {
            Removing("volume", orphan.Name);
            await runtime.RemoveVolumeAsync(orphan.Name, cancellationToken);
        }
    }

    /// <summary>The resource name of each live instance; null for one that has an operation under way: nothing of it is touched.</summary>
    private async Task<Dictionary<Guid, string?>> KnownAsync(
        IEnumerable<IReadOnlyDictionary<string, string>> labels, CancellationToken cancellationToken)
    {
        var ids = labels.Select(WorkloadSpecs.InstanceOf).OfType<Guid>().Distinct().Select(id => new InstanceId(id)).ToList();
        var known = await db.Instances
            .Where(i => ids.Contains(i.Id))
            .Select(i => new
            {
                i.Allocation,
                i.Status,
                IsBusy = db.Operations.Any(
                    o => o.InstanceId == i.Id && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running)),
            })
            .Where(i => i.IsBusy || i.Status != InstanceStatus.Terminated)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        var all = known.ToDictionary(k => k.Allocation.InstanceId.Value, k => k.IsBusy ? null : k.Allocation.Workload);
        foreach (var proof in await ProofsAsync(labels, ProofStatus.Running, cancellationToken))
            all[proof] = null;
        return all;
    }

    /// <summary>The throw-away data of proofs are labelled with the proof's id, in the place of an instance's.</summary>
    private async Task<IEnumerable<Guid>> ProofsAsync(
        IEnumerable<IReadOnlyDictionary<string, string>> labels, ProofStatus status, CancellationToken cancellationToken)
    {
        var ids = labels.Select(WorkloadSpecs.InstanceOf).OfType<Guid>().Distinct().Select(id => new BackupProofId(id)).ToList();
        var found = await db.BackupProofs.Where(p => ids.Contains(p.Id) && p.Status == status).Select(p => p.Id).ToListAsync(cancellationToken);
        return found.Select(id => id.Value);
    }

    /// <summary>Those instances that are terminated with nothing under way, and proofs that are over.</summary>
    private async Task<HashSet<Guid>> TerminatedAsync(IEnumerable<IReadOnlyDictionary<string, string>> labels, CancellationToken cancellationToken)
    {
        var ids = labels.Select(WorkloadSpecs.InstanceOf).OfType<Guid>().Distinct().Select(id => new InstanceId(id)).ToList();
        var terminated = await db.Instances
            .Where(i => ids.Contains(i.Id) && i.Status == InstanceStatus.Terminated)
            .Where(i => !db.Operations.Any(o => o.InstanceId == i.Id && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running)))
            .Select(i => i.Id)
            .ToListAsync(cancellationToken);
        return terminated.Select(id => id.Value).Concat(await ProofsAsync(labels, ProofStatus.Waiting, cancellationToken)).ToHashSet();
    }

    // A second container of a live instance under another name is an orphan as well.
    private static bool IsOrphan(IReadOnlyDictionary<string, string> labels, string name, Dictionary<Guid, string?> known) =>
        WorkloadSpecs.InstanceOf(labels) is { } instance && (!known.TryGetValue(instance, out var own) || (own is not null && own != name));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removing the orphan {Kind} {Name}")]
    private partial void Removing(string kind, string name);
}
