using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>
/// Compares what runs with what should run: records what it sees, and asks for healing where they differ. It looks at what should run and at
/// what is seen running, so a million instances that are stopped cost nothing.
/// </summary>
public sealed class DriftDetector(
    IAppDb db,
    IContainerRuntime runtime,
    IReadinessProbe probe,
    DatabaseAccess databases,
    HealingRequests healing,
    IOptions<ProvisioningOptions> options,
    TimeProvider clock)
{
    private const int PageSize = 500;
    private const int ProbesAtOnce = 16;

    // Of an instance that is well the time of the last look is written that often.
    private static readonly TimeSpan RecordedEvery = TimeSpan.FromMinutes(5);

    /// <param name="only">Null: all instances.</param>
    /// <returns>False when an operation of the one instance is under way: it has to be looked at again afterwards.</returns>
    public async Task<bool> DetectAsync(InstanceId? only, CancellationToken cancellationToken)
    {
        if (only is { } id)
            return await DetectOneAsync(id, cancellationToken);

        var workloads = (await runtime.ListAsync(cancellationToken)).ToDictionary(w => w.Name, StringComparer.Ordinal);
        var up = workloads.Values.Where(w => Drift.IsUp(w.State)).Select(w => WorkloadSpecs.InstanceOf(w.Labels)).OfType<Guid>().ToHashSet();
        for (var (after, full) = (Guid.Empty, true); full;)
        {
            var page = await db.Idle(db.Running(after)).Take(PageSize).ToListAsync(cancellationToken);
            await LookAsync(page, workloads, cancellationToken);
            up.ExceptWith(page.Select(i => i.Id.Value));
            (after, full) = (page.Count > 0 ? page[^1].Id.Value : after, page.Count == PageSize);
        }

        // What runs and should not.
        foreach (var ids in up.Select(instance => new InstanceId(instance)).Chunk(PageSize))
        {
            var stopped = db.Instances.Where(i => ids.Contains(i.Id) && i.Status != InstanceStatus.Terminated);
            await LookAsync(await db.Idle(stopped).ToListAsync(cancellationToken), workloads, cancellationToken);
        }

        return true;
    }

    private async Task<bool> DetectOneAsync(InstanceId id, CancellationToken cancellationToken)
    {
        var live = db.Instances.Where(i => i.Id == id && i.Status != InstanceStatus.Terminated);
        var found = await db.Idle(live).ToListAsync(cancellationToken);
        if (found is not [var one])
            return !await live.AnyAsync(cancellationToken);

        var workload = await runtime.ObserveAsync(one.Workload, cancellationToken);
        var workloads = new[] { workload }.OfType<WorkloadObservation>().ToDictionary(w => w.Name, StringComparer.Ordinal);
        await LookAsync(found, workloads, cancellationToken);
        return true;
    }

    private async Task LookAsync(
        List<WatchedInstance> instances, Dictionary<string, WorkloadObservation> workloads, CancellationToken cancellationToken)
    {
        var answering = await ProbeAsync(instances, workloads, cancellationToken);
        var shutOut = await databases.BrokenAsync(instances, answering, workloads, cancellationToken);
        var now = clock.GetUtcNow();
        var (changed, drifted) = (new Dictionary<InstanceId, (ContainerStatus, InstanceHealth)>(), new List<WatchedInstance>());
        foreach (var instance in instances)
        {
            var workload = workloads.GetValueOrDefault(instance.Workload);
            var (container, answers) = (InstanceObserver.StateOf(workload), answering.Contains(instance.Id) && !shutOut.Contains(instance.Id));
            var health = Health(container, answers);
            if (instance.Seen.Differs(container, health) || !(now - instance.Seen.LastHealthCheck < RecordedEvery))
                changed.Add(instance.Id, (container, health));

            // Written by what is seen now, whatever was read before.
            instance.Seen.Saw(container, health, now);
            var frozen = instance.Seen.IsUnhealthyFor(options.Value.UnhealthyAfter, now);
            var waits = instance.RetryAt is not null && instance.Status != InstanceStatus.Error;
            var drifts = shutOut.Contains(instance.Id)
                || Drift.NeedsHealing(instance.Status, instance.DesiredPower, container, workload?.OnNetwork ?? false, answers, frozen);
            if (drifts && !waits)
                drifted.Add(instance);
        }

        await RecordAsync(changed, now, cancellationToken);
        foreach (var instance in drifted)
            await healing.RequestAsync(instance.Id, instance.Status, cancellationToken);
    }

    private async Task RecordAsync(
        Dictionary<InstanceId, (ContainerStatus Container, InstanceHealth Health)> changed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (changed.Count == 0)
            return;

        var observations = await db.Instances.Where(i => changed.Keys.Contains(i.Id)).Select(i => i.Observation).ToListAsync(cancellationToken);
        foreach (var observation in observations)
            observation.Saw(changed[observation.InstanceId].Container, changed[observation.InstanceId].Health, now);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private async Task<HashSet<InstanceId>> ProbeAsync(
        List<WatchedInstance> instances, Dictionary<string, WorkloadObservation> workloads, CancellationToken cancellationToken)
    {
        var answering = new HashSet<InstanceId>();
        var running = instances.Where(i => i.Url is not null && workloads.GetValueOrDefault(i.Workload)?.State == ContainerStatus.Running);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = ProbesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(running, limits, async (instance, token) =>
        {
            if (!await probe.AnswersAsync(instance.Url!, instance.OdooVersion, token))
                return;
            lock (answering)
                answering.Add(instance.Id);
        });
        return answering;
    }

    private static InstanceHealth Health(ContainerStatus container, bool answers) =>
        container != ContainerStatus.Running ? InstanceHealth.Unknown : answers ? InstanceHealth.Healthy : InstanceHealth.Unhealthy;
}
