using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Instances;

/// <summary>Starts, stops, restarts or retries an instance; a worker does it.</summary>
public sealed record ActOnInstance(InstanceId Id, InstanceAction Action) : ICommand<OperationDto>;

internal sealed class ActOnInstanceValidator : AbstractValidator<ActOnInstance>
{
    private static readonly string Offered = string.Join(", ", InstanceActions.Offered.Select(EnumText<InstanceAction>.Of));

    // The others that are offered are use cases of their own.
    public ActOnInstanceValidator() => RuleFor(c => c.Action)
        .Must(a => a is InstanceAction.Start or InstanceAction.Stop or InstanceAction.Restart or InstanceAction.Retry)
        .WithMessage($"Choose one of: {Offered}.");
}

internal sealed class ActOnInstanceHandler(IAppDb db, ICaller caller, TimeProvider clock)
    : IRequestHandler<ActOnInstance, Result<OperationDto>>
{
    public async Task<Result<OperationDto>> Handle(ActOnInstance command, CancellationToken cancellationToken)
    {
        await db.LockInstanceAsync(command.Id, cancellationToken);
        var found = await db.InstancesOf(caller)
            .Where(i => i.Id == command.Id)
            .Select(i => new { Instance = i, TenantIsActive = db.Tenants.Any(t => t.Id == i.TenantId && t.Status == TenantStatus.Active) })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return InstanceErrors.NotFound;
        if (await db.RefusalAsync(caller, found.Instance.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;
        if (await db.RefusalOfOperationAsync(command.Id, cancellationToken) is { } busy)
            return busy;

        var operation = Act(found.Instance, command.Action, new TenantStanding(found.TenantIsActive));
        if (operation.IsFailure)
            return operation.Error;

        db.Operations.Add(operation.Value);
        await db.SaveChangesAsync(cancellationToken);
        return OperationDto.From(operation.Value);
    }

    private Result<Operation> Act(Instance instance, InstanceAction action, TenantStanding tenant)
    {
        var (by, now) = (caller.AsRequester(), clock.GetUtcNow());
        return action switch
        {
            InstanceAction.Start => instance.Start(tenant, by, now),
            InstanceAction.Stop => instance.Stop(tenant, by, now),
            InstanceAction.Restart => instance.Restart(tenant, by, now),
            InstanceAction.Retry => instance.Retry(tenant, by, now),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "The validator refuses it."),
        };
    }
}
