using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Plans;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <param name="Current">The plan that it has now.</param>
/// <param name="Exceeding">Why the tenant does not fit into the plan; null when it does.</param>
public sealed record ChangeOffer(Plan Current, ChangeTerms Terms, Error? Exceeding);

/// <summary>What a change does, costs and meets: the one computation of previews and of changes.</summary>
public sealed class ChangeOffers(IAppDb db, PlanPricing pricing, PlanFit fit)
{
    /// <param name="code">
    /// Of the plan that is wanted. That of the current plan, while a change waits, means: stay with the version it has.
    /// </param>
    /// <param name="period">Null: the current one.</param>
    /// <param name="asOf">The time that the change is counted from: <paramref name="now"/>, or that of a preview before.</param>
    /// <param name="now">Decides what is sold, and at which rate.</param>
    public async Task<Result<ChangeOffer>> OfferAsync(
        Subscription subscription, string code, BillingPeriod? period, DateTimeOffset asOf, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (subscription.RefusalOfChange(now) is { } refusal)
            return refusal;

        var current = await db.Plans.AsNoTracking().SingleAsync(p => p.Id == subscription.PlanId, cancellationToken);
        var wanted = await WantedAsync(subscription, current, code, period ?? subscription.BillingPeriod, now, cancellationToken);
        if (wanted.IsFailure)
            return wanted.Error;

        var terms = subscription.TermsOf(wanted.Value, asOf);
        if (terms.IsFailure)
            return terms.Error;
        var exceeding = terms.Value.Effect is ChangeEffect.None
            ? null
            : await fit.RefusalAsync(subscription.TenantId, wanted.Value.Plan, cancellationToken);
        return new ChangeOffer(current, terms.Value, exceeding);
    }

    private async Task<Result<PricedPlan>> WantedAsync(
        Subscription subscription, Plan current, string code, BillingPeriod period, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var offered = await db.OfferedPlanAsync(code, cancellationToken);
        var stays = current.Code == code && period == subscription.BillingPeriod
            && (subscription.PendingChange is not null || offered.IsFailure || offered.Value.Id == current.Id);
        if (stays)
            return new PricedPlan(current, period, subscription.Currency, subscription.Price, subscription.Rate);

        return offered.IsFailure ? offered.Error : await PriceAsync(subscription, offered.Value, period, at, cancellationToken);
    }

    // A period's changes count with the rate that the period was priced with: another would make a change of its own.
    private async Task<Result<PricedPlan>> PriceAsync(
        Subscription subscription, Plan plan, BillingPeriod period, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var priced = await pricing.PriceAsync(plan, period, subscription.Currency, at, cancellationToken);
        if (subscription is not { Status: SubscriptionStatus.Active, Rate: { } rate } || priced is { IsFailure: false, Value.Rate: null })
            return priced;

        var inDollars = await pricing.PriceAsync(plan, period, Currency.Usd, at, cancellationToken);
        return inDollars.IsFailure
            ? inDollars.Error
            : new PricedPlan(plan, period, subscription.Currency, ExchangeRate.Convert(inDollars.Value.Amount, rate), rate);
    }
}
