using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Convergence;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Convergence;

/// <summary>Compares what runs with what should run: records what it sees, and asks for healing where they differ.</summary>
public sealed class Reconciler(IAppDb db, IContainerRuntime runtime, IReadinessProbe probe, TimeProvider clock)
{
    private const int ProbesAtOnce = 16;

    /// <param name="only">Null: all instances.</param>
    public async Task ReconcileAsync(InstanceId? only, CancellationToken cancellationToken)
    {
        var workloads = (await runtime.ListAsync(cancellationToken)).ToDictionary(w => w.Name, StringComparer.Ordinal);

        // What has an operation under way is the worker's; looking at it now would see it half way.
        var instances = await db.Instances
            .Include(i => i.Placement)
            .Include(i => i.Observation)
            .Where(i => (only == null || i.Id == only) && i.Status != InstanceStatus.Terminated)
            .Where(i => !db.Operations.Any(o => o.InstanceId == i.Id && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running)))
            .ToListAsync(cancellationToken);
        var answering = await ProbeAsync(instances, workloads, cancellationToken);

        var now = clock.GetUtcNow();
        foreach (var instance in instances)
        {
            var workload = workloads.GetValueOrDefault(instance.Placement.Workload);
            var container = InstanceObserver.StateOf(workload);
            var answers = answering.Contains(instance.Id);
            instance.Observation.Saw(container, Health(container, answers), now);
            if (Drift.NeedsHealing(instance.Status, instance.DesiredPower, container, workload?.OnNetwork ?? false, answers)
                && instance.Heal(now) is { } healing)
                db.Operations.Add(healing);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<HashSet<InstanceId>> ProbeAsync(
        List<Instance> instances, Dictionary<string, WorkloadObservation> workloads, CancellationToken cancellationToken)
    {
        var answering = new HashSet<InstanceId>();
        var running = instances.Where(i => i.Placement.Url is not null && workloads.GetValueOrDefault(i.Placement.Workload)?.State == "running");
        var options = new ParallelOptions { MaxDegreeOfParallelism = ProbesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(running, options, async (instance, token) =>
        {
            if (!await probe.AnswersAsync(instance.Placement.Url!, instance.OdooVersion, token))
                return;
            lock (answering)
                answering.Add(instance.Id);
        });
        return answering;
    }

    private static InstanceHealth Health(ContainerState container, bool answers) =>
        container != ContainerState.Running ? InstanceHealth.Unknown : answers ? InstanceHealth.Healthy : InstanceHealth.Unhealthy;
}
