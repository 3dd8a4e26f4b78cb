using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>Whether the caller's next subscription can start with a trial.</summary>
public sealed record GetTrialEligibility : IQuery<TrialEligibilityDto>;

/// <param name="Reason">Why not: <c>email_unverified</c>, <c>trial_used</c> or <c>paid_subscription</c>; null when eligible.</param>
/// <param name="TrialDays">Days of the longest trial on offer; 0 when not eligible.</param>
public sealed record TrialEligibilityDto(bool Eligible, string? Reason, int TrialDays);

internal sealed class GetTrialEligibilityHandler(IAppDb db, ICaller caller, IMailboxHasher mailboxes)
    : IRequestHandler<GetTrialEligibility, Result<TrialEligibilityDto>>
{
    public async Task<Result<TrialEligibilityDto>> Handle(GetTrialEligibility query, CancellationToken cancellationToken)
    {
        var id = caller.CustomerId;
        var email = await db.Customers.Where(c => c.Id == id).Select(c => c.Email).SingleAsync(cancellationToken);
        var mailbox = await mailboxes.HashAsync(email, cancellationToken);
        var refusal = await db.TrialRefusalAsync(id, mailbox, cancellationToken)
            ?? (await db.IsProvenAsync(id, cancellationToken) ? null : TrialEligibility.Unproven);
        if (refusal is { } reason)
            return new TrialEligibilityDto(Eligible: false, reason, TrialDays: 0);

        var days = await db.Plans.Where(p => p.WithdrawnAt == null).MaxAsync(p => (int?)p.TrialDays, cancellationToken) ?? 0;
        return new TrialEligibilityDto(days > 0, Reason: null, days);
    }
}
