using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Instances;

/// <summary>What <see cref="UpdateInstance"/> would do. Refuses what it would refuse, and changes nothing.</summary>
/// <param name="IfMatch">Version the caller has read; null: whatever it is now.</param>
public sealed record PreviewInstanceUpdate(InstanceId Id, InstanceChange Change, IfMatch? IfMatch) : IQuery<InstanceUpdatePreviewDto>;

/// <param name="Changed">Names of the fields that would have another value.</param>
/// <param name="Applies">How it would reach Odoo.</param>
/// <param name="Steps">What would be done to the container, in order; empty when nothing is.</param>
public sealed record InstanceUpdatePreviewDto(InstanceId InstanceId, IReadOnlyList<string> Changed, UpdateApplies Applies, IReadOnlyList<StepName> Steps);

/// <summary>How a change reaches Odoo.</summary>
public enum UpdateApplies
{
    /// <summary>Nothing of it concerns the container now. What does, of an instance that does not run, is applied by its next start.</summary>
    None,

    /// <summary>While it runs on.</summary>
    Live,

    /// <summary>By one restart.</summary>
    Restart,
}

internal sealed class PreviewInstanceUpdateHandler(IAppDb db, ICaller caller, InstanceChanges changes, WorkloadSpecs specs)
    : IRequestHandler<PreviewInstanceUpdate, Result<InstanceUpdatePreviewDto>>
{
    public async Task<Result<InstanceUpdatePreviewDto>> Handle(PreviewInstanceUpdate query, CancellationToken cancellationToken)
    {
        // A copy that nobody saves.
        var instance = await db.InstancesOf(caller).ForChange(query.Id).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var known = await db.InstanceSecrets.AsNoTracking().SingleOrDefaultAsync(s => s.InstanceId == query.Id, cancellationToken);
        var before = instance?.Desired(FingerprintOf(instance, known));
        var changed = await changes.ApplyAsync(instance, query.Change, query.IfMatch, cancellationToken);
        if (changed.IsFailure)
            return changed.Error;

        // What the change itself leaves to the index.
        var after = changed.Value.Instance;
        var namesakes = db.Instances.Where(i => i.TenantId == after.TenantId && i.Name == after.Name && i.Id != after.Id);
        if (await namesakes.AnyAsync(i => i.Status != InstanceStatus.Terminated, cancellationToken))
            return InstanceErrors.NameTaken;

        // As if all were as it was wanted before: what has drifted besides is another report's.
        IReadOnlyList<StepName> plan = changed.Value.Operation is null
            ? []
            : Planner.Plan(after.Desired(FingerprintOf(after, known)), ObservedState.AsWanted(before!));
        var applies = plan.Contains(StepName.StartContainer) ? UpdateApplies.Restart : plan.Count > 0 ? UpdateApplies.Live : UpdateApplies.None;
        return new InstanceUpdatePreviewDto(query.Id, changed.Value.Changed, applies, plan);
    }

    // Before an image and an address are settled, of all that a container is made of only the variables can change.
    private string FingerprintOf(Instance instance, InstanceSecrets? known) =>
        (known is null ? null : specs.Describe(instance, known))?.Fingerprint ?? instance.EnvironmentVars ?? "";
}
