namespace SaaSOdoo.Domain.Subscriptions;

public enum SubscriptionStatus
{
    /// <summary>Waits for its first payment; entitles to nothing.</summary>
    Pending,
    Trialing,
    Active,
    PastDue,
    Suspended,
    Cancelled,
    Expired,
}

public static class SubscriptionStatuses
{
    /// <summary>Those that entitle a tenant to instances.</summary>
    public static readonly SubscriptionStatus[] Live = [SubscriptionStatus.Trialing, SubscriptionStatus.Active, SubscriptionStatus.PastDue];

    /// <summary>Those after which a tenant may subscribe anew. A tenant has at most one subscription that is none of these.</summary>
    public static readonly SubscriptionStatus[] Ended = [SubscriptionStatus.Cancelled, SubscriptionStatus.Expired];
}
