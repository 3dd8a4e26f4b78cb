using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Compares what runs with what should run: records what it sees, and asks for healing where they differ.</summary>
public sealed class DriftDetector(
    IAppDb db, IContainerRuntime runtime, IReadinessProbe probe, DatabaseAccess databases, TimeProvider clock)
{
    private const int ProbesAtOnce = 16;

    /// <param name="only">Null: all instances.</param>
    public async Task DetectAsync(InstanceId? only, CancellationToken cancellationToken)
    {
        var workloads = (await runtime.ListAsync(cancellationToken)).ToDictionary(w => w.Name, StringComparer.Ordinal);

        // What has an operation under way is the worker's; looking at it now would see it half way.
        var instances = await db.Instances
            .Include(i => i.Allocation)
            .Include(i => i.Observation)
            .Where(i => (only == null || i.Id == only) && i.Status != InstanceStatus.Terminated)
            .Where(i => !db.Operations.Any(o => o.InstanceId == i.Id && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running)))
            .ToListAsync(cancellationToken);
        var answering = await ProbeAsync(instances, workloads, cancellationToken);
        var shutOut = await databases.BrokenAsync(instances, answering, workloads, cancellationToken);

        var now = clock.GetUtcNow();
        var drifted = new List<Instance>();
        foreach (var instance in instances)
        {
            var workload = workloads.GetValueOrDefault(instance.Allocation.Workload);
            var container = InstanceObserver.StateOf(workload);
            var answers = answering.Contains(instance.Id) && !shutOut.Contains(instance.Id);
            instance.Observation.Saw(container, Health(container, answers), now);
            if (shutOut.Contains(instance.Id)
                || Drift.NeedsHealing(instance.Status, instance.DesiredPower, container, workload?.OnNetwork ?? false, answers))
                drifted.Add(instance);
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var instance in drifted)
            await db.InTransactionAsync(token => HealAsync(instance, token), cancellationToken);
    }

    // Under the instance's lock: a command that came meanwhile goes first, and its operation will look for itself.
    private async Task HealAsync(Instance instance, CancellationToken cancellationToken)
    {
        await db.LockInstanceAsync(instance.Id, cancellationToken);
        if (await db.ActiveOperationsOf(instance.Id).AnyAsync(cancellationToken)
            || !await db.Instances.AnyAsync(i => i.Id == instance.Id && i.Status == instance.Status, cancellationToken)
            || (instance.Status == InstanceStatus.Error && !await IsTenantActiveAsync(instance, cancellationToken))
            || instance.Heal(clock.GetUtcNow()) is not { } healing)
            return;

        db.Operations.Add(healing);
        await db.SaveChangesAsync(cancellationToken);
    }

    // One that failed is not suspended with its tenant; it must not come back by itself meanwhile.
    private Task<bool> IsTenantActiveAsync(Instance instance, CancellationToken cancellationToken) =>
        db.Tenants.AnyAsync(t => t.Id == instance.TenantId && t.Status == TenantStatus.Active, cancellationToken);

    private async Task<HashSet<InstanceId>> ProbeAsync(
        List<Instance> instances, Dictionary<string, WorkloadObservation> workloads, CancellationToken cancellationToken)
    {
        var answering = new HashSet<InstanceId>();
        var running = instances.Where(i =>
            i.Allocation.Url is not null && workloads.GetValueOrDefault(i.Allocation.Workload)?.State == ContainerStatus.Running);
        var options = new ParallelOptions { MaxDegreeOfParallelism = ProbesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(running, options, async (instance, token) =>
        {
            if (!await probe.AnswersAsync(instance.Allocation.Url!, instance.OdooVersion, token))
                return;
            lock (answering)
                answering.Add(instance.Id);
        });
        return answering;
    }

    private static InstanceHealth Health(ContainerStatus container, bool answers) =>
        container != ContainerStatus.Running ? InstanceHealth.Unknown : answers ? InstanceHealth.Healthy : InstanceHealth.Unhealthy;
}
