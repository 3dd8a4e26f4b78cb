using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>
/// All that a preview counted with, and what came out. A change at the same terms has an equal one; any other makes it stale.
/// </summary>
public sealed record ChangeQuote(
    SubscriptionId Subscription, PlanId From, decimal Price, PlanId To, BillingPeriod Period, decimal Amount, decimal? Rate,
    ChangeEffect Effect, DateTimeOffset EffectiveAt, decimal Credit, decimal Charge, DateTimeOffset AsOf, DateTimeOffset ExpiresAt)
{
    public static ChangeQuote Of(Subscription subscription, ChangeTerms terms, DateTimeOffset expiresAt) => new(
        subscription.Id, subscription.PlanId, subscription.Price, terms.Wanted.Plan.Id, terms.Wanted.Period, terms.Wanted.Amount,
        terms.Wanted.Rate, terms.Effect, terms.EffectiveAt, terms.Credit, terms.Charge, terms.AsOf, expiresAt);

    /// <summary>Until the figures are too old, or the period ends.</summary>
    public static DateTimeOffset Expiry(Subscription subscription, TimeSpan holds, DateTimeOffset at) =>
        subscription.CurrentPeriodEnd is { } end && end < at + holds ? end : at + holds;
}
