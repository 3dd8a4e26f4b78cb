using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Instances;

/// <summary>Changes what may change: name, description, type, limits (applied live), modules, variables, metadata.</summary>
/// <param name="IfMatch">Version the caller has read; null: whatever it is now.</param>
public sealed record UpdateInstance(InstanceId Id, InstanceChange Change, IfMatch? IfMatch) : ICommand<InstanceDto>;

internal sealed class UpdateInstanceValidator : AbstractValidator<UpdateInstance>
{
    public UpdateInstanceValidator() => RuleFor(c => c.Change).NotNull();
}

internal sealed class UpdateInstanceHandler(IAppDb db, ICaller caller, ISecretProtector protector, IModuleCatalogues modules, TimeProvider clock)
    : IRequestHandler<UpdateInstance, Result<InstanceDto>>
{
    public async Task<Result<InstanceDto>> Handle(UpdateInstance command, CancellationToken cancellationToken)
    {
        await db.LockInstanceAsync(command.Id, cancellationToken);
        var instance = await db.InstancesOf(caller).Include(i => i.Allocation).Include(i => i.Observation)
            .SingleOrDefaultAsync(i => i.Id == command.Id, cancellationToken);
        if (instance is null)
            return InstanceErrors.NotFound;
        if (await db.RefusalAsync(caller, instance.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;
        if (IfMatch.Check(command.IfMatch, instance) is { IsFailure: true } outdated)
            return outdated.Error;

        var settings = InstanceSettings.Create(command.Change.Of(instance, protector));
        if (settings.IsFailure)
            return settings.Error;

        var plan = await db.EntitlementsOfAsync(instance.TenantId, cancellationToken);
        if (plan is null)
            return InstanceErrors.NoSubscription;
        if (settings.Value.Limits.Within(plan.Ceiling) is { IsFailure: true } above)
            return above.Error;

        var wanted = protector.ProtectVariables(command.Change.Keep(settings.Value, instance, protector), instance.EnvironmentVars);
        // Those that are there already are the business of provisioning; a template may be gone since.
        var added = wanted.CustomAddons.Except(instance.CustomAddons, StringComparer.Ordinal).ToList();
        if (await modules.UnknownAsync(instance.OdooVersion, added, cancellationToken) is { Count: > 0 } unknown)
            return InstanceErrors.UnknownModules(instance.OdooVersion, unknown);

        var operation = instance.Change(wanted, caller.AsRequester(), clock.GetUtcNow());
        if (operation.IsFailure)
            return operation.Error;

        if (operation.Value is { } update)
        {
            if (await db.RefusalOfOperationAsync(command.Id, cancellationToken) is { } busy)
                return busy;
            db.Operations.Add(update);
        }

        var saved = await db.SaveUniqueAsync(InstanceConstraints.ToError, cancellationToken);
        if (saved.IsFailure)
            return saved.Error;

        return InstanceDto.From(instance, wanted.EnvironmentVars, operation.Value?.Id);
    }
}
