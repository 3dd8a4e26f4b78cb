using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>What a change of plan or period does and costs.</summary>
/// <param name="Effect">
/// When it takes effect: <c>when_paid</c>, <c>period_end</c>, <c>at_once</c>; <c>none</c> when it is the current plan.
/// </param>
/// <param name="EffectiveAt">When it takes effect; for one that is paid for, the time that its lines are counted from.</param>
/// <param name="Lines">Of the invoice; none when nothing has to be paid for it.</param>
/// <param name="Total">Of the invoice. Credit that the customer has is used first.</param>
/// <param name="Amount">Price of a whole period on the plan; where a rate makes it, that of the next period may differ.</param>
/// <param name="Exceeding">
/// What the tenant has more of than the plan allows. While there is any the change is refused, and there is no quote.
/// </param>
/// <param name="Quote">Send it with the change to be charged exactly this, until <paramref name="ExpiresAt"/>.</param>
public sealed record ChangePreviewDto(
    string Plan,
    int PlanVersion,
    BillingPeriod BillingPeriod,
    ChangeEffect Effect,
    DateTimeOffset EffectiveAt,
    string Currency,
    IReadOnlyList<ChangeLineDto> Lines,
    decimal Total,
    decimal Amount,
    decimal? Rate,
    IReadOnlyCollection<Excess> Exceeding,
    string? Quote,
    DateTimeOffset AsOf,
    DateTimeOffset ExpiresAt)
{
    internal static ChangePreviewDto From(ChangeOffer offer, string? quote, DateTimeOffset expiresAt)
    {
        var (terms, wanted) = (offer.Terms, offer.Terms.Wanted);
        return new(
            wanted.Plan.Code, wanted.Plan.Revision, wanted.Period, terms.Effect, terms.EffectiveAt, wanted.Currency.Code,
            [.. LinesOf(offer)], terms.Total, wanted.Amount, wanted.Rate, SubscriptionChangeErrors.ExceedingOf(offer.Exceeding), quote, terms.AsOf, expiresAt);
    }

    private static IEnumerable<ChangeLineDto> LinesOf(ChangeOffer offer)
    {
        if (offer.Terms.Effect is ChangeEffect.WhenPaid)
            yield return new(ChangeInvoices.CreditText(offer), -offer.Terms.Credit);
        if (offer.Terms.Charge > 0)
            yield return new(ChangeInvoices.ChargeText(offer), offer.Terms.Charge);
    }
}

/// <param name="Amount">Below 0 for what is given back.</param>
public sealed record ChangeLineDto(string Description, decimal Amount);
