using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>
/// Carries a run on, batch by batch. What was found and the place where to go on are saved together, so whoever comes after a crash neither misses
/// nor doubles anything.
/// </summary>
public sealed class ReconcileRunner(
    IAppDb db, IContainerRuntime runtime, InstanceInspector inspector, OrphanCollector orphans, NamedOrphans named, ReconcileRepair repair, TimeProvider clock)
{
    private const int Batch = 50;
    private const int LooksAtOnce = 8;

    /// <summary>The one that is under way; null when none is.</summary>
    public Task<ReconcileRunId?> ActiveAsync(CancellationToken cancellationToken) =>
        db.ReconcileRuns.Where(r => r.Status == ReconcileStatus.Running).Select(r => (ReconcileRunId?)r.Id).SingleOrDefaultAsync(cancellationToken);

    /// <summary>The next batch.</summary>
    /// <returns>False when it has ended, or waits for something that does not answer.</returns>
    public async Task<bool> StepAsync(ReconcileRunId id, CancellationToken cancellationToken)
    {
        var run = await db.ReconcileRuns.SingleAsync(r => r.Id == id, cancellationToken);
        try
        {
            await (run.Stage switch
            {
                ReconcileStage.Instances => LookAtRunningAsync(run, cancellationToken),
                ReconcileStage.Stopped => LookAtStoppedAsync(run, cancellationToken),
                ReconcileStage.Orphans => LookForOrphansAsync(run, cancellationToken),
                _ => RepairAsync(run, cancellationToken),
            });
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await WaitAsync(id, e, cancellationToken);
            if (e is not DependencyUnavailableException)
                throw;
            return false;
        }

        return run.Status == ReconcileStatus.Running;
    }

    private async Task LookAtRunningAsync(ReconcileRun run, CancellationToken cancellationToken)
    {
        var page = await db.Running(run.After).OrderBy(i => i.Id).Take(Batch).Select(i => i.Id).ToListAsync(cancellationToken);
        var (looked, found) = await InspectAsync(run, page, cancellationToken);
        run.Look(looked, page.Count - looked, found, page.Count == Batch ? page[^1].Value : null, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task LookAtStoppedAsync(ReconcileRun run, CancellationToken cancellationToken)
    {
        var up = (await runtime.ListAsync(cancellationToken)).Where(w => Drift.IsUp(w.State)).Select(w => WorkloadSpecs.InstanceOf(w.Labels)).OfType<Guid>();
        var ids = up.Distinct().Select(i => new InstanceId(i)).ToList();
        var stopped = await db.Instances
            .Where(i => ids.Contains(i.Id) && (i.Status == InstanceStatus.Stopped || i.Status == InstanceStatus.Suspended))
            .Select(i => i.Id).ToListAsync(cancellationToken);
        var (looked, found) = (0, 0);
        foreach (var batch in stopped.Chunk(Batch))
        {
            var one = await InspectAsync(run, batch, cancellationToken);
            (looked, found) = (looked + one.Looked, found + one.Found);
        }

        run.Look(looked, stopped.Count - looked, found, last: null, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task LookForOrphansAsync(ReconcileRun run, CancellationToken cancellationToken)
    {
        IReadOnlyList<Orphan> found = [.. await orphans.FindAsync(cancellationToken), .. await named.FindAsync(cancellationToken)];
        var now = clock.GetUtcNow();
        db.ReconcileFindings.AddRange(found.Select(o => ReconcileFinding.OfOrphan(run, o.Kind, o.Name, o.Instance, o.Server?.Id, o.Reason, now)));
        run.LookForOrphans(found.Count, now);
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task RepairAsync(ReconcileRun run, CancellationToken cancellationToken)
    {
        var more = await repair.RepairAsync(run.Id, cancellationToken);
        db.ReconcileRuns.Attach(run);
        if (more)
            run.GoOn();
        else
            run.Complete(clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Of those instances that nobody is at. Findings are added, and not saved.</summary>
    private async Task<(int Looked, int Found)> InspectAsync(ReconcileRun run, IReadOnlyList<InstanceId> ids, CancellationToken cancellationToken)
    {
        var instances = await db.Instances.AsNoTracking().Include(i => i.Observation).Include(i => i.Allocation).ThenInclude(a => a.DatabaseServer)
            .Where(i => ids.Contains(i.Id))
            .Where(i => !db.Operations.Any(o => o.InstanceId == i.Id && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running)))
            .OrderBy(i => i.Id).ToListAsync(cancellationToken);
        var secrets = await db.InstanceSecrets.AsNoTracking().Where(s => ids.Contains(s.InstanceId)).ToDictionaryAsync(s => s.InstanceId, cancellationToken);
        var views = new InstanceViews[instances.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = LooksAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, instances.Count, limits, async (n, token) =>
            views[n] = await inspector.LookAsync(instances[n], secrets.GetValueOrDefault(instances[n].Id), token));

        // Of an engine that is away nothing can be said about anybody: the run waits for it. One container that cannot be seen is a finding.
        if (views.Any(v => v.Container is null))
            await runtime.PingAsync(cancellationToken);

        var found = 0;
        foreach (var (instance, seen) in instances.Zip(views))
        {
            var inspection = await inspector.ConcludeAsync(instance, secrets.GetValueOrDefault(instance.Id), seen, cancellationToken);
            if (inspection.Steps is { Count: 0 })
                continue;

            found++;
            db.ReconcileFindings.Add(ReconcileFinding.OfInstance(
                run, instance.Id, instance.Allocation.Workload, inspection.Lines.Where(l => l.IsDrifted || !l.IsKnown), inspection.Steps, inspection.Refusal,
                clock.GetUtcNow()));
        }

        return (instances.Count, found);
    }

    private async Task WaitAsync(ReconcileRunId id, Exception reason, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        var run = await db.ReconcileRuns.SingleAsync(r => r.Id == id, cancellationToken);
        run.Wait(reason is DependencyUnavailableException away ? away.Message : "A fault was met, and recorded. It is tried again.", clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        if (run.Status == ReconcileStatus.Failed)
            await db.ReconcileFindings.Where(f => f.RunId == id && f.Outcome == FindingOutcome.Pending).ExecuteUpdateAsync(
                set => set.SetProperty(f => f.Outcome, FindingOutcome.Left).SetProperty(f => f.Reason, "run_failed"), cancellationToken);
    }
}
