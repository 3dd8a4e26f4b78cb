using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.SecondFactor;

namespace SaaSOdoo.Application.SecondFactor;

/// <summary>Switches the second factor on with a first code of it, and shows the recovery codes. 422 <c>second_factor.code_wrong</c>.</summary>
public sealed record ConfirmSecondFactor(string Code) : ICommand<RecoveryCodesDto>
{
    public override string ToString() => nameof(ConfirmSecondFactor);
}

/// <param name="RecoveryCodes">Each is good once, in place of a code of the program. Shown this once.</param>
public sealed record RecoveryCodesDto(IReadOnlyList<string> RecoveryCodes)
{
    public override string ToString() => nameof(RecoveryCodesDto);
}

internal sealed class ConfirmSecondFactorValidator : AbstractValidator<ConfirmSecondFactor>
{
    public ConfirmSecondFactorValidator() => RuleFor(c => c.Code).NotEmpty().MaximumLength(SecondFactorCodes.MaxLength);
}

internal sealed class ConfirmSecondFactorHandler(IAppDb db, ICaller caller, SecondFactorCodes codes, IMailOutbox outbox, TimeProvider clock)
    : IRequestHandler<ConfirmSecondFactor, Result<RecoveryCodesDto>>
{
    public async Task<Result<RecoveryCodesDto>> Handle(ConfirmSecondFactor command, CancellationToken cancellationToken)
    {
        var customer = (await db.LockedCustomerAsync(caller.CustomerId, cancellationToken))!;
        var factor = await db.SecondFactors.SingleOrDefaultAsync(f => f.CustomerId == customer.Id, cancellationToken);
        if (factor is null)
            return SecondFactorErrors.NotOn;

        var now = clock.GetUtcNow();
        var (shown, hashes) = codes.NewRecoveryCodes();
        var confirmed = factor.Confirm(codes.StepOf(factor, command.Code, now), hashes, now);
        if (confirmed.IsFailure)
            return confirmed.Error;

        outbox.PostHappened(MailTemplate.SecondFactorEnabled, customer, now);
        await db.SaveChangesAsync(cancellationToken);
        return shown;
    }
}
