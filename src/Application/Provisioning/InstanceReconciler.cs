using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Brings one instance to its desired state: look, plan, run what is missing, each step written down.</summary>
public sealed class InstanceReconciler(
    IAppDb db, InstanceObserver observer, WorkloadSpecs specs, IRoutes routes, IEnumerable<IProvisioningStep> steps)
{
    private readonly Dictionary<StepName, IProvisioningStep> stepsByName = steps.ToDictionary(s => s.Name);

    /// <param name="restart">Stop and start the container even if nothing is missing.</param>
    public async Task ReconcileAsync(InstanceId id, bool restart, IOperationJournal journal, CancellationToken cancellationToken)
    {
        var instance = await db.Instances.Include(i => i.Allocation).ThenInclude(p => p.DatabaseServer)
            .SingleAsync(i => i.Id == id, cancellationToken);
        var secrets = await db.InstanceSecrets.AsNoTracking().SingleAsync(s => s.InstanceId == id, cancellationToken);

        var observed = await observer.ObserveAsync(instance, cancellationToken);
        var desired = instance.Desired(specs.Describe(instance, secrets)?.Fingerprint, restart);
        var plan = Planner.Plan(desired, observed);
        RefuseToReplaceData(instance, plan);
        await journal.PlanAsync(plan, cancellationToken);

        var context = new ProvisioningContext(instance, secrets);
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

    // An instance that has run holds the customer's data. If its database or its files are gone, a fresh clone would look like success.
    private static void RefuseToReplaceData(Instance instance, IReadOnlyList<StepName> plan)
    {
        if (instance.ProvisioningStatus == ProvisioningStatus.Completed && plan.Any(s => s is StepName.EnsureDatabase or StepName.EnsureVolume))
            throw new RefusedException("data_missing",
                "The instance's database or files are not where they should be. Nothing was changed; support has to restore them.");
    }
}
