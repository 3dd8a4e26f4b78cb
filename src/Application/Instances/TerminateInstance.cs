using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Instances;

/// <summary>Removes an instance with all it has. Takes the place of whatever operation is queued or running.</summary>
/// <param name="IfMatch">412 when the instance was changed since; null terminates it in any case.</param>
public sealed record TerminateInstance(InstanceId Id, IfMatch? IfMatch = null) : ICommand<OperationDto>, INeedsSecondFactor;

internal sealed class TerminateInstanceHandler(IAppDb db, ICaller caller, TimeProvider clock)
    : IRequestHandler<TerminateInstance, Result<OperationDto>>
{
    public async Task<Result<OperationDto>> Handle(TerminateInstance command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await db.LockInstanceAsync(command.Id, cancellationToken);
        var instance = await db.InstancesOf(caller).SingleOrDefaultAsync(i => i.Id == command.Id, cancellationToken);
        if (instance is null)
            return InstanceErrors.NotFound;
        if (await db.RefusalAsync(caller, instance.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;
        if (IfMatch.Check(command.IfMatch, instance) is { IsFailure: true } outdated)
            return outdated.Error;

        var termination = instance.Terminate(caller.AsRequester(), now);
        if (termination.IsFailure)
            return termination.Error;

        await db.SupersedeAsync(termination.Value, now, cancellationToken);
        return OperationDto.From(termination.Value);
    }
}
