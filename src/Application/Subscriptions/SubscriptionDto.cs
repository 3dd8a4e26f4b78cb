using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>A tenant's subscription.</summary>
/// <param name="Plan">Code of the plan; <paramref name="PlanVersion"/> is the version bought.</param>
/// <param name="Amount">Price of one billing period.</param>
/// <param name="Status"><c>pending</c> waits for its first payment and entitles to nothing.</param>
public sealed record SubscriptionDto(
    SubscriptionId Id,
    TenantId TenantId,
    string Plan,
    int PlanVersion,
    BillingPeriod BillingPeriod,
    decimal Amount,
    string Currency,
    SubscriptionStatus Status,
    DateTimeOffset? TrialStart,
    DateTimeOffset? TrialEnd,
    DateTimeOffset? CurrentPeriodStart,
    DateTimeOffset? CurrentPeriodEnd,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    uint Version) : IVersioned;

internal static class SubscriptionViews
{
    /// <summary>One query, whatever the number. Filter and page <paramref name="subscriptions"/> first.</summary>
    public static IQueryable<SubscriptionDto> ViewsOf(this IAppDb db, IQueryable<Subscription> subscriptions) =>
        from s in subscriptions
        join plan in db.Plans on s.PlanId equals plan.Id
        from price in plan.Prices
        where price.Period == s.BillingPeriod && price.Currency == s.Currency
        orderby s.Id descending
        select new SubscriptionDto(
            s.Id, s.TenantId, plan.Code, plan.Revision, s.BillingPeriod, price.Amount, s.Currency.Code, s.Status, s.TrialStart, s.TrialEnd,
            s.CurrentPeriodStart, s.CurrentPeriodEnd, s.CreatedAt, s.UpdatedAt, s.Version);
}
