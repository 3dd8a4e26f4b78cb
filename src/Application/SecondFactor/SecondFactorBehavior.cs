using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.SecondFactor;

namespace SaaSOdoo.Application.SecondFactor;

/// <summary>
/// Marks a command that a stolen session must not be enough for: a customer with a second factor sends a code with it, in the header
/// <c>X-Second-Factor</c>. 403 <c>second_factor_required</c> or <c>second_factor_invalid</c> otherwise.
/// </summary>
public interface INeedsSecondFactor : ICommandBase
{
    /// <summary>
    /// Another account whose row the handler locks: both are locked in the order of their ids, so that operators who act on each other wait.
    /// </summary>
    CustomerId? Other => null;

    /// <summary>False where it is harmless in the hands of this caller.</summary>
    bool IsSensitiveFor(ICaller caller) => true;
}

/// <summary>
/// Marks what an operator changes as such: nobody does it without a second factor. 403 <c>second_factor_not_set_up</c> when they have none;
/// setting one up needs no operator's command, so the first operator can begin with it.
/// </summary>
public interface IOperatorCommand : INeedsSecondFactor;

/// <summary>
/// Asks for the code: of the operator, where one acts for a customer. API keys are let through: they have no hands to type with. One made
/// since the factor is on was made with a code.
/// </summary>
internal sealed class SecondFactorBehavior<TRequest, TResponse>(
    IAppDb db, ICaller caller, SecondFactorCodes codes, TimeProvider clock) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : INeedsSecondFactor, IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (caller.ApiKeyId is not null || !request.IsSensitiveFor(caller))
            return await next();

        var person = caller.Person();
        if (!await db.SecondFactors.AnyAsync(f => f.CustomerId == person && f.ConfirmedAt != null, cancellationToken))
            return request is IOperatorCommand ? TResponse.Failure(SecondFactorErrors.OperatorNeedsOne) : await next();

        if (request.Other is { } other && other.Value.CompareTo(person.Value) < 0)
            await db.LockCustomerAsync(other, cancellationToken);
        var customer = (await db.LockedCustomerAsync(person, cancellationToken))!;
        var now = clock.GetUtcNow();
        var confirmed = customer.ConfirmCode(now, await codes.ProverAsync(person, caller.SecondFactorCode, now, cancellationToken));

        // Also a failure is saved: it was counted. And a code is used up, whatever becomes of the command.
        await db.SaveChangesAsync(cancellationToken);
        return confirmed.IsFailure ? TResponse.Failure(confirmed.Error) : await next();
    }
}
