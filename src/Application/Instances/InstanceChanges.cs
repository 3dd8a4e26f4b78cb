using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Instances;

/// <summary>What stands for and against a change of an instance's settings, whether it is made or only asked about.</summary>
public sealed class InstanceChanges(IAppDb db, ICaller caller, ISecretProtector protector, IModuleCatalogues modules, TimeProvider clock)
{
    /// <summary>Makes the change at the instance given; nothing is saved.</summary>
    /// <param name="instance">With its allocation and what was observed; null when the caller sees none.</param>
    public async Task<Result<ChangedInstance>> ApplyAsync(
        Instance? instance, InstanceChange change, IfMatch? ifMatch, CancellationToken cancellationToken)
    {
        if (instance is null)
            return InstanceErrors.NotFound;
        if (await db.RefusalAsync(caller, instance.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;
        if (IfMatch.Check(ifMatch, instance) is { IsFailure: true } outdated)
            return outdated.Error;

        var settings = InstanceSettings.Create(change.Of(instance, protector));
        if (settings.IsFailure)
            return settings.Error;

        var plan = await db.EntitlementsOfAsync(instance.TenantId, cancellationToken);
        if (plan is null)
            return InstanceErrors.NoSubscription;
        if (settings.Value.Limits.Within(plan.Ceiling) is { IsFailure: true } above)
            return above.Error;

        var wanted = protector.ProtectVariables(change.Keep(settings.Value, instance, protector), instance.EnvironmentVars);
        // Those that are there already are the business of provisioning; a template may be gone since.
        var added = wanted.CustomAddons.Except(instance.CustomAddons, StringComparer.Ordinal).ToList();
        if (await modules.UnknownAsync(instance.OdooVersion, added, cancellationToken) is { Count: > 0 } unknown)
            return InstanceErrors.UnknownModules(instance.OdooVersion, unknown);

        var changed = InstanceFields.ThatDiffer(instance, wanted);
        var operation = instance.Change(wanted, caller.AsRequester(), clock.GetUtcNow());
        if (operation.IsFailure)
            return operation.Error;
        if (operation.Value is not null && await db.RefusalOfOperationAsync(instance.Id, cancellationToken) is { } busy)
            return busy;

        return new ChangedInstance(instance, wanted, changed, operation.Value);
    }
}

/// <param name="Changed">Names of the fields that have another value now.</param>
/// <param name="Operation">That has to follow; null when none has.</param>
public sealed record ChangedInstance(Instance Instance, InstanceSettings Settings, IReadOnlyList<string> Changed, Operation? Operation);

internal static class ChangeQueries
{
    /// <summary>With what <see cref="InstanceChanges.ApplyAsync"/> needs of it.</summary>
    public static IQueryable<Instance> ForChange(this IQueryable<Instance> instances, InstanceId id) =>
        instances.Include(i => i.Allocation).ThenInclude(a => a.DatabaseServer).Include(i => i.Observation).Where(i => i.Id == id);
}
