using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Domain.Subscriptions;

/// <summary>What a subscription lets the instances of its tenant do.</summary>
/// <param name="Suspends">Whether billing suspends the tenant. Others may suspend it too; that is theirs.</param>
public sealed record Standing(BillingStatus Billing, bool Suspends)
{
    /// <param name="hasLived">Whether it ever entitled to anything. One that never did says nothing of instances.</param>
    /// <returns>Null: whatever was before stays.</returns>
    public static Standing? Of(SubscriptionStatus status, bool hasLived) => status switch
    {
        SubscriptionStatus.Trialing => new(BillingStatus.Trial, Suspends: false),
        SubscriptionStatus.Active => new(BillingStatus.Paid, Suspends: false),
        SubscriptionStatus.PastDue => new(BillingStatus.PaymentRequired, Suspends: false),
        SubscriptionStatus.Suspended => new(BillingStatus.PaymentRequired, Suspends: true),
        SubscriptionStatus.Cancelled or SubscriptionStatus.Expired when hasLived => new(BillingStatus.PaymentRequired, Suspends: true),
        _ => null,
    };

    /// <summary>What counts for a tenant: its subscription that has not ended; while that one says nothing, or without one, the last that ended.</summary>
    public static Standing? OfTenant(IEnumerable<Subscription> subscriptions) => subscriptions
        .OrderBy(s => s.HasEnded).ThenByDescending(s => s.EndedAt).ThenByDescending(s => s.CreatedAt)
        .Select(s => Of(s.Status, s.CurrentPeriodStart is not null)).FirstOrDefault(s => s is not null);
}
