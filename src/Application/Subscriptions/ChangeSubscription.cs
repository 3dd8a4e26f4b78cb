using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>
/// Changes the plan or the period. Up in the same period: an invoice for the rest of it, and the change when that is paid. Everything
/// else at the period's end, if the tenant fits into the plan. During a trial and before the first payment: at once.
/// </summary>
/// <param name="Plan">Code of a plan on offer; that of the current one drops the change that waits.</param>
/// <param name="BillingPeriod">Null: the current one.</param>
/// <param name="Quote">
/// Of a preview: it is charged exactly that, or 409 <c>subscription.quote_stale</c>. Null: as of now; of a change that waits already
/// nothing is changed then.
/// </param>
public sealed record ChangeSubscription(SubscriptionId Id, string Plan, BillingPeriod? BillingPeriod = null, string? Quote = null)
    : ICommand<SubscriptionDto>;

internal sealed class ChangeSubscriptionValidator : AbstractValidator<ChangeSubscription>
{
    public ChangeSubscriptionValidator()
    {
        RuleFor(c => c.Plan).NotEmpty().MaximumLength(Domain.Plans.Plan.CodeMaxLength);
        RuleFor(c => c.Quote).MaximumLength(ChangeQuotes.MaxLength);
    }
}

internal sealed class ChangeSubscriptionHandler(
    IAppDb db, ICaller caller, SubscriptionAccess access, ChangeOffers offers, ChangeQuotes quotes, ChangeInvoices invoices,
    IOptions<BillingOptions> options)
    : IRequestHandler<ChangeSubscription, Result<SubscriptionDto>>
{
    public async Task<Result<SubscriptionDto>> Handle(ChangeSubscription command, CancellationToken cancellationToken)
    {
        if (await db.RefusalOfOwnerAsync(caller, command.Id, cancellationToken) is { } refusal)
            return refusal;

        var (subscription, now) = await access.OpenAsync(command.Id, cancellationToken);
        var offer = await OfferAsync(subscription, command, now, cancellationToken);
        if (offer.IsFailure)
            return offer.Error;
        if (offer.Value.Exceeding is { } exceeding)
            return exceeding;

        if (command.Quote is null && subscription.WaitsFor(offer.Value.Terms))
            return await access.CloseAsync(subscription, cancellationToken);

        var lapsesAt = now + options.Value.ChangeLapse;
        var invoice = await invoices.ReplaceAsync(subscription, offer.Value, lapsesAt, now, cancellationToken);
        subscription.RequestChange(offer.Value.Terms, invoice, lapsesAt, now);
        return await access.CloseAsync(subscription, cancellationToken);
    }

    private async Task<Result<ChangeOffer>> OfferAsync(
        Subscription subscription, ChangeSubscription command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (command.Quote is null)
            return await offers.OfferAsync(subscription, command.Plan, command.BillingPeriod, now, now, cancellationToken);

        var quote = quotes.Open(command.Quote, subscription.Id);
        if (quote.IsFailure)
            return quote.Error;

        // What keeps it from being changed at all is told rather than what the quote is worth.
        var offer = await offers.OfferAsync(subscription, command.Plan, command.BillingPeriod, quote.Value.AsOf, now, cancellationToken);
        if (offer.IsFailure)
            return offer;
        return quote.Value.ExpiresAt <= now || ChangeQuote.Of(subscription, offer.Value.Terms, quote.Value.ExpiresAt) != quote.Value
            ? SubscriptionChangeErrors.QuoteStale
            : offer;
    }
}
