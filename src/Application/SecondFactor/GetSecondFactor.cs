using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.SecondFactor;

/// <summary>Whether the caller has a second factor.</summary>
public sealed record GetSecondFactor : IQuery<SecondFactorDto>;

/// <param name="Enabled">False also for one that was enrolled but never confirmed.</param>
/// <param name="RecoveryCodesLeft">0 when it is not enabled.</param>
public sealed record SecondFactorDto(bool Enabled, DateTimeOffset? EnabledAt, int RecoveryCodesLeft);

internal sealed class GetSecondFactorHandler(IAppDb db, ICaller caller) : IRequestHandler<GetSecondFactor, Result<SecondFactorDto>>
{
    public async Task<Result<SecondFactorDto>> Handle(GetSecondFactor query, CancellationToken cancellationToken)
    {
        var id = caller.CustomerId;
        var factor = await db.SecondFactors.AsNoTracking().SingleOrDefaultAsync(f => f.CustomerId == id, cancellationToken);
        return factor is null
            ? new SecondFactorDto(Enabled: false, EnabledAt: null, RecoveryCodesLeft: 0)
            : new SecondFactorDto(factor.IsOn, factor.ConfirmedAt, factor.RecoveryCodes.Count);
    }
}
