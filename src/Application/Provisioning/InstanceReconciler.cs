using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>One round towards the desired state of an instance: look, plan, run what is missing, each step written down.</summary>
/// <remarks>
/// Throws <see cref="WorldChangedException"/> when the plan is no longer right, and <see cref="WaitingException"/> when a step has to wait
/// for longer than a worker should: both call for another round.
/// </remarks>
public sealed class InstanceReconciler(
    IAppDb db,
    InstanceObserver observer,
    DataObserver dataObserver,
    WorkloadSpecs specs,
    IRoutes routes,
    IEnumerable<IProvisioningStep> steps)
{
    /// <summary>Database or files of an instance that has run are not there: support has to restore them.</summary>
    public const string DataMissing = "data_missing";

    private readonly Dictionary<StepName, IProvisioningStep> stepsByName = steps.ToDictionary(s => s.Name);

    public async Task ReconcileAsync(Convergence wanted, IOperationJournal journal, CancellationToken cancellationToken)
    {
        var instance = await db.Instances.Include(i => i.Allocation).ThenInclude(p => p.DatabaseServer).Include(i => i.Observation)
            .SingleAsync(i => i.Id == wanted.Instance, cancellationToken);
        var secrets = await db.InstanceSecrets.AsNoTracking().SingleAsync(s => s.InstanceId == wanted.Instance, cancellationToken);

        var context = new ProvisioningContext(instance, secrets, wanted);
        var spec = specs.Describe(instance, secrets);
        var observed = await observer.ObserveAsync(instance, secrets, spec, cancellationToken) with { VolumeFilled = wanted.VolumeFilled };
        observed = await dataObserver.ObserveAsync(context, observed, cancellationToken);
        var restart = !wanted.HasStopped && (wanted.Restart || observer.IsFrozen(instance, observed));
        var desired = instance.Desired(spec?.Fingerprint, restart);
        var plan = DataPlanner.Plan(wanted.Goal, desired, observed);
        RefuseToReplaceData(instance, desired, observed, plan);
        await journal.PlanAsync(plan, cancellationToken);

        context.WaitingSince = plan is [StepName.WaitUntilReady or StepName.EnsureTemplate, ..] ? wanted.WaitingSince : null;
        foreach (var step in plan)
            stepsByName[step].Prepare(context);
        foreach (var stage in Stages.Of(plan))
            await RunStageAsync(stage, context, journal, cancellationToken);
    }

    private async Task RunStageAsync(Stage stage, ProvisioningContext context, IOperationJournal journal, CancellationToken cancellationToken)
    {
        if (stage.Lanes is [var only])
        {
            await RunLaneAsync(only, context, journal, cancellationToken);
            return;
        }

        // The lanes share the context of the database, which bears one user: what they would save is settled before they part.
        await routes.ReserveAsync(context.Allocation, cancellationToken);
        await Task.WhenAll(stage.Lanes.Select(lane => RunLaneAsync(lane, context, journal, cancellationToken)));
    }

    private async Task RunLaneAsync(
        IReadOnlyList<StepName> lane, ProvisioningContext context, IOperationJournal journal, CancellationToken cancellationToken)
    {
        StepName? before = null;
        foreach (var name in lane)
        {
            await journal.MoveAsync(before, name, cancellationToken);
            using var span = Telemetry.Source.StartActivity($"step {name}");
            await RunStepAsync(name, context, journal, cancellationToken);
            // What the first step has waited for is over; the next begins its own wait.
            context.WaitingSince = null;
            before = name;
        }

        await journal.MoveAsync(before, begun: null, cancellationToken);
    }

    private async Task RunStepAsync(StepName name, ProvisioningContext context, IOperationJournal journal, CancellationToken cancellationToken)
    {
        if (Stages.MayRunBesideAnother(name))
        {
            await stepsByName[name].RunAsync(context, cancellationToken);
            return;
        }

        var progress = new StepProgress((detail, percent) => journal.DescribeAsync(name, detail, percent, cancellationToken));
        context.Progress = progress;
        try
        {
            await stepsByName[name].RunAsync(context, cancellationToken);
        }
        finally
        {
            // Its last report must be written before the step's outcome is.
            context.Progress = ProvisioningContext.Silent;
            await progress.DrainAsync();
        }
    }

    private static void RefuseToReplaceData(Instance instance, DesiredState desired, ObservedState observed, IReadOnlyList<StepName> plan)
    {
        if (!Planner.ReplacesData(desired, plan))
            return;

        var owner = observed.StrangeOwner is { } stranger
            ? $" The owner of its database is {stranger}, expected {instance.Allocation.Role}."
            : "";
        throw new RefusedException(DataMissing,
            $"The instance's database or files are not where they should be.{owner} Nothing was changed; support has to restore them.");
    }
}
