using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;

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
        foreach (var orphan in (await FindAsync(cancellationToken)).Where(o => o.Reason is null))
            await RemoveAsync(orphan, cancellationToken);
    }

    /// <summary>Containers first: they may use a volume.</summary>
    public async Task<IReadOnlyList<Orphan>> FindAsync(CancellationToken cancellationToken)
    {
        var oldEnough = clock.GetUtcNow() - options.Value.OrphanGrace;
        var workloads = (await runtime.ListAsync(cancellationToken)).Where(w => w.CreatedAt < oldEnough).ToList();
        var volumes = (await runtime.ListVolumesAsync(cancellationToken)).Where(v => v.CreatedAt < oldEnough).ToList();
        var owners = await db.OwnersAsync(
            [.. workloads.Select(w => w.Labels).Concat(volumes.Select(v => v.Labels)).Select(WorkloadSpecs.InstanceOf).OfType<Guid>()], cancellationToken);
        return
        [
            .. from workload in workloads
               let instance = WorkloadSpecs.InstanceOf(workload.Labels)
               where instance is not null && IsOrphan(workload.Name, owners.GetValueOrDefault(instance.Value))
               select new Orphan(FindingKind.Container, workload.Name, new(instance.Value), Reason: null),
            .. from volume in volumes
               let instance = WorkloadSpecs.InstanceOf(volume.Labels)
               where instance is not null
               let owner = owners.GetValueOrDefault(instance.Value)
               where owner is null || !(owner.IsBusy || owner.Volumes.Contains(volume.Name))
               select new Orphan(FindingKind.Volume, volume.Name, new(instance.Value), Orphan.ReasonOf(volume.Name, owner)),
        ];
    }

    public Task RemoveAsync(Orphan orphan, CancellationToken cancellationToken)
    {
        Removing(EnumText<FindingKind>.Of(orphan.Kind), orphan.Name);
        return orphan.Kind == FindingKind.Container
            ? runtime.RemoveAsync(orphan.Name, cancellationToken)
            : runtime.RemoveVolumeAsync(orphan.Name, cancellationToken);
    }

    // A second container of a live instance under another name is an orphan as well.
    private static bool IsOrphan(string name, Owner? owner) =>
        owner is null || (!owner.IsBusy && (owner.IsTerminated || name != owner.Workload));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removing the orphan {Kind} {Name}")]
    private partial void Removing(string kind, string name);
}

/// <summary>Something with an instance's name or label that no live instance uses.</summary>
/// <param name="Instance">Null of what bears a name that is no known instance's.</param>
/// <param name="Reason">Why it is left where it is; null when it may go.</param>
/// <param name="Server">Of databases and roles.</param>
public sealed record Orphan(FindingKind Kind, string Name, InstanceId? Instance, string? Reason, DatabaseServer? Server = null)
{
    /// <summary>
    /// Data are a customer's. They go only when their instance is known, and known to be terminated: after the platform's database was restored
    /// from a backup, instances younger than that are unknown, and so is that one was reactivated; what is there is all that is left of them.
    /// </summary>
    internal static string? ReasonOf(string name, Owner? owner) => owner switch
    {
        null => "owner_unknown",
        { IsTerminated: true } when InstanceAllocation.GenerationOf(name) > owner.LastGeneration => "newer_than_known",
        { IsTerminated: true } => null,
        _ => "not_in_use",
    };
}

/// <summary>What an instance uses.</summary>
/// <param name="IsBusy">An operation is under way: nothing of it is touched.</param>
internal sealed record Owner(InstanceId Id, bool IsTerminated, bool IsBusy, int Generation, int? Spare, int LastGeneration)
{
    /// <summary>The throw-away data of a proof are labelled and named with its id, in the place of an instance's.</summary>
    public static Owner Of(BackupProofId proof) => new(new(proof.Value), IsTerminated: false, IsBusy: false, Generation: 0, Spare: null, LastGeneration: 0);

    public string Workload => InstanceAllocation.WorkloadOf(Id);

    /// <summary>None of an instance that is terminated.</summary>
    public IEnumerable<string> Volumes => NamesOf(InstanceAllocation.VolumeOf);

    /// <inheritdoc cref="Volumes"/>
    public IEnumerable<string> Databases => NamesOf(InstanceAllocation.DatabaseOf);

    private IEnumerable<string> NamesOf(Func<InstanceId, int, string> name)
    {
        if (IsTerminated)
            yield break;
        yield return name(Id, Generation);
        if (Spare is { } spare)
            yield return name(Id, spare);
    }
}

internal static class Owners
{
    /// <summary>Those that are known, by their id.</summary>
    public static async Task<Dictionary<Guid, Owner>> OwnersAsync(this IAppDb db, IReadOnlyCollection<Guid> instances, CancellationToken cancellationToken)
    {
        var ids = instances.Distinct().Select(id => new InstanceId(id)).ToList();
        var known = await db.Instances
            .Where(i => ids.Contains(i.Id))
            .Select(i => new Owner(
                i.Id,
                i.Status == InstanceStatus.Terminated,
                db.Operations.Any(o => o.InstanceId == i.Id && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running)),
                i.Allocation.Generation,
                i.Allocation.SpareGeneration,
                i.Allocation.LastGeneration))
            .ToListAsync(cancellationToken);
        var owners = known.ToDictionary(o => o.Id.Value);
        var proofs = ids.Select(id => new BackupProofId(id.Value)).ToList();
        foreach (var proof in await db.BackupProofs.Where(p => proofs.Contains(p.Id)).Select(p => new { p.Id, p.Status }).ToListAsync(cancellationToken))
            owners[proof.Id.Value] = Owner.Of(proof.Id) with { IsTerminated = true, IsBusy = proof.Status == ProofStatus.Running };
        return owners;
    }
}
