using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>A tenant's subscription.</summary>
/// <param name="Plan">Code of the plan; <paramref name="PlanVersion"/> is the version bought.</param>
/// <param name="Amount">Price of one billing period, in the currency: of the current one, and of the next unless the rate or the plan changes.</param>
/// <param name="Status"><c>pending</c> waits for its first payment and entitles to nothing.</param>
/// <param name="CancelAtPeriodEnd">It ends with its period, or its trial; resuming undoes that.</param>
/// <param name="PendingChange">The change that waits for its payment, else the one that waits for the end of the period.</param>
/// <param name="NextRenewal">What is charged next, unless the rate of its currency changes; null when it is not renewed as it stands.</param>
/// <param name="PastDueAt">When what is not paid was due; null when nothing is due.</param>
/// <param name="EndedAt">When it was cancelled or expired.</param>
/// <param name="TerminateAt">
/// Until when, at least, the suspended instances of a subscription that has ended are kept. Only those with a completed final backup are terminated after
/// it; the others stay suspended.
/// </param>
/// <param name="Dunning">What follows step by step since something is not paid, and what undoes it; empty when nothing is due.</param>
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
    bool CancelAtPeriodEnd,
    PendingChangeDto? PendingChange,
    NextRenewalDto? NextRenewal,
    DateTimeOffset? PastDueAt,
    DateTimeOffset? SuspendedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? TerminateAt,
    IReadOnlyList<DunningStepDto> Dunning,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    uint Version) : IVersioned;

internal static class SubscriptionViews
{
    /// <summary>One query, whatever the number. Filter and page <paramref name="subscriptions"/> first.</summary>
    public static IQueryable<SubscriptionDto> ViewsOf(this IAppDb db, IQueryable<Subscription> subscriptions) =>
        from s in subscriptions
        join plan in db.Plans on s.PlanId equals plan.Id
        orderby s.Id descending
        select new SubscriptionDto(
            s.Id, s.TenantId, plan.Code, plan.Revision, s.BillingPeriod, s.Price, s.Currency.Code, s.Status, s.TrialStart, s.TrialEnd,
            s.CurrentPeriodStart, s.CurrentPeriodEnd, s.CancelAtPeriodEnd, PendingChangeDto.From(s.PendingChange),
            NextRenewalDto.From(s.Status, s.CancelAtPeriodEnd, s.CurrentPeriodEnd, s.PendingChange, plan.Code, s.BillingPeriod, s.Price), s.PastDueAt,
            s.SuspendedAt, s.EndedAt, s.TerminateAt, DunningStepDto.Of(s.Dunning), s.CreatedAt, s.UpdatedAt, s.Version);
}
