using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.SecondFactor;

namespace SaaSOdoo.Application.SecondFactor;

/// <summary>Removes the second factor and its recovery codes. 404 <c>second_factor.not_found</c> when there is none.</summary>
public sealed record DisableSecondFactor : ICommand, INeedsSecondFactor;

internal sealed class DisableSecondFactorHandler(IAppDb db, ICaller caller, IMailOutbox outbox, TimeProvider clock)
    : IRequestHandler<DisableSecondFactor, Result>
{
    public async Task<Result> Handle(DisableSecondFactor command, CancellationToken cancellationToken)
    {
        var customer = (await db.LockedCustomerAsync(caller.CustomerId, cancellationToken))!;
        var factor = await db.SecondFactors.SingleOrDefaultAsync(f => f.CustomerId == customer.Id, cancellationToken);
        if (factor is not { IsOn: true })
            return SecondFactorErrors.NotOn;

        var now = clock.GetUtcNow();
        factor.Disable(now);
        db.SecondFactors.Remove(factor);
        outbox.PostHappened(MailTemplate.SecondFactorDisabled, customer, now);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Success;
    }
}
