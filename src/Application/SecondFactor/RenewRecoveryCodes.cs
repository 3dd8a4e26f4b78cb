using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.SecondFactor;

namespace SaaSOdoo.Application.SecondFactor;

/// <summary>Ten new recovery codes; the old ones are void. 404 <c>second_factor.not_found</c> when there is no second factor.</summary>
public sealed record RenewRecoveryCodes : ICommand<RecoveryCodesDto>, INeedsSecondFactor;

internal sealed class RenewRecoveryCodesHandler(IAppDb db, ICaller caller, SecondFactorCodes codes)
    : IRequestHandler<RenewRecoveryCodes, Result<RecoveryCodesDto>>
{
    public async Task<Result<RecoveryCodesDto>> Handle(RenewRecoveryCodes command, CancellationToken cancellationToken)
    {
        var customer = (await db.LockedCustomerAsync(caller.CustomerId, cancellationToken))!;
        var factor = await db.SecondFactors.SingleOrDefaultAsync(f => f.CustomerId == customer.Id, cancellationToken);
        if (factor is not { IsOn: true })
            return SecondFactorErrors.NotOn;

        var (shown, hashes) = codes.NewRecoveryCodes();
        factor.RenewRecoveryCodes(hashes);
        await db.SaveChangesAsync(cancellationToken);
        return shown;
    }
}
