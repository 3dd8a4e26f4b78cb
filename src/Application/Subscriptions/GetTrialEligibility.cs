using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>Whether the caller's next subscription can start with a trial.</summary>
public sealed record GetTrialEligibility : IQuery<TrialEligibilityDto>;

/// <param name="Reason">Why not: <c>trial_used</c> or <c>paid_subscription</c>; null when eligible.</param>
/// <param name="TrialDays">Days of the longest trial on offer; 0 when not eligible.</param>
public sealed record TrialEligibilityDto(bool Eligible, string? Reason, int TrialDays);

internal sealed class GetTrialEligibilityHandler(IAppDb db, ICaller caller)
    : IRequestHandler<GetTrialEligibility, Result<TrialEligibilityDto>>
{
    public async Task<Result<TrialEligibilityDto>> Handle(GetTrialEligibility query, CancellationToken cancellationToken)
    {
        if (await db.TrialRefusalAsync(caller.CustomerId, cancellationToken) is { } reason)
            return new TrialEligibilityDto(Eligible: false, reason, TrialDays: 0);

        var days = await db.Plans.Where(p => p.WithdrawnAt == null).MaxAsync(p => (int?)p.TrialDays, cancellationToken) ?? 0;
        return new TrialEligibilityDto(days > 0, Reason: null, days);
    }
}
