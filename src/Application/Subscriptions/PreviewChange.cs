using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>
/// What <see cref="ChangeSubscription"/> would do and cost now. It has no effect, and its figures hold for as long as its quote.
/// </summary>
public sealed record PreviewChange(SubscriptionId Id, string Plan, BillingPeriod? BillingPeriod = null) : IQuery<ChangePreviewDto>;

internal sealed class PreviewChangeValidator : AbstractValidator<PreviewChange>
{
    public PreviewChangeValidator() => RuleFor(c => c.Plan).NotEmpty().MaximumLength(Domain.Plans.Plan.CodeMaxLength);
}

internal sealed class PreviewChangeHandler(
    IAppDb db, ICaller caller, ChangeOffers offers, ChangeQuotes quotes, BillingClock clock, IOptions<BillingOptions> options)
    : IRequestHandler<PreviewChange, Result<ChangePreviewDto>>
{
    public async Task<Result<ChangePreviewDto>> Handle(PreviewChange query, CancellationToken cancellationToken)
    {
        var subscription = await db.SubscriptionsOf(caller).AsNoTracking().SingleOrDefaultAsync(s => s.Id == query.Id, cancellationToken);
        if (subscription is null)
            return SubscriptionErrors.NotFound();

        var now = await clock.NowForAsync(subscription.Id, cancellationToken);
        var offer = await offers.OfferAsync(subscription, query.Plan, query.BillingPeriod, now, now, cancellationToken);
        if (offer.IsFailure)
            return offer.Error;

        var expiresAt = ChangeQuote.Expiry(subscription, options.Value.QuoteFor, now);
        var quote = offer.Value.Exceeding is null ? quotes.Seal(ChangeQuote.Of(subscription, offer.Value.Terms, expiresAt)) : null;
        return ChangePreviewDto.From(offer.Value, quote, expiresAt);
    }
}
