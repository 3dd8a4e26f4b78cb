using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Instances;

/// <summary>Changes what may change: name, description, type, limits (applied live), modules, variables, metadata.</summary>
/// <param name="IfMatch">Version the caller has read; null: whatever it is now.</param>
public sealed record UpdateInstance(InstanceId Id, InstanceChange Change, IfMatch? IfMatch) : ICommand<InstanceDto>;

internal sealed class UpdateInstanceValidator : AbstractValidator<UpdateInstance>
{
    public UpdateInstanceValidator() => RuleFor(c => c.Change).NotNull();
}

internal sealed class UpdateInstanceHandler(IAppDb db, ICaller caller, InstanceChanges changes) : IRequestHandler<UpdateInstance, Result<InstanceDto>>
{
    public async Task<Result<InstanceDto>> Handle(UpdateInstance command, CancellationToken cancellationToken)
    {
        await db.LockInstanceAsync(command.Id, cancellationToken);
        var found = await db.InstancesOf(caller).ForChange(command.Id).SingleOrDefaultAsync(cancellationToken);
        var changed = await changes.ApplyAsync(found, command.Change, command.IfMatch, cancellationToken);
        if (changed.IsFailure)
            return changed.Error;

        var (instance, wanted, _, operation) = changed.Value;
        if (operation is not null)
            db.Operations.Add(operation);
        var saved = await db.SaveUniqueAsync(InstanceConstraints.ToError, cancellationToken);
        if (saved.IsFailure)
            return saved.Error;

        return InstanceDto.From(instance, wanted.EnvironmentVars, operation?.Id);
    }
}
