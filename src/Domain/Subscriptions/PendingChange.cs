using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Domain.Subscriptions;

public enum ChangeKind
{
    /// <summary>Same period, higher price: takes effect when its invoice is paid.</summary>
    Up,

    /// <summary>Anything else: takes effect at the end of the period.</summary>
    Down,
}

/// <summary>A change of plan or period that waits.</summary>
/// <param name="InvoiceId">What has to be paid for it; null when nothing has.</param>
/// <param name="EffectiveAt">For one that waits for the end of the period, that end; for one that waits for its payment, the time it is counted from.</param>
/// <param name="LapsesAt">When one that is not paid is dropped; null: never.</param>
public sealed record PendingChange(
    PlanId PlanId, BillingPeriod BillingPeriod, ChangeKind Kind, InvoiceId? InvoiceId, DateTimeOffset EffectiveAt, DateTimeOffset? LapsesAt);
