using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>A change of plan or period that waits.</summary>
/// <param name="Kind"><c>up</c> waits for its invoice to be paid, <c>down</c> for the end of the period.</param>
/// <param name="Amount">Price of a whole period on the plan.</param>
/// <param name="InvoiceId">What has to be paid for it.</param>
/// <param name="EffectiveAt">When it takes effect; for one that waits for its payment, the time that its invoice is counted from.</param>
/// <param name="LapsesAt">Until when it has to be paid; then it is dropped, and its invoice with it.</param>
public sealed record PendingChangeDto(
    string Plan, int PlanVersion, BillingPeriod BillingPeriod, ChangeKind Kind, decimal Amount, InvoiceId? InvoiceId,
    DateTimeOffset EffectiveAt, DateTimeOffset? LapsesAt)
{
    internal static PendingChangeDto? From(PendingChange? change) => change is null
        ? null
        : new(
            change.Plan, change.PlanVersion, change.BillingPeriod, change.Kind, change.Price, change.InvoiceId,
            change.EffectiveAt, change.LapsesAt);
}

/// <param name="At">When the next period begins.</param>
/// <param name="Amount">For the whole of it.</param>
public sealed record NextRenewalDto(DateTimeOffset At, string Plan, BillingPeriod BillingPeriod, decimal Amount)
{
    internal static NextRenewalDto? From(
        SubscriptionStatus status, bool isCancelled, DateTimeOffset? periodEnd, PendingChange? change, string plan,
        BillingPeriod period, decimal price)
    {
        if (isCancelled || status is not (SubscriptionStatus.Trialing or SubscriptionStatus.Active) || periodEnd is not { } at)
            return null;

        return change?.AtPeriodEnd() is { } next
            ? new(at, next.Plan, next.BillingPeriod, next.Price)
            : new(at, plan, period, price);
    }
}
