using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Subscriptions;

public abstract record SubscriptionEvent(SubscriptionId SubscriptionId, TenantId TenantId, DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => SubscriptionId.Value;
    public override Guid? Tenant => TenantId.Value;
}

[EventName("subscription.created")]
public sealed record SubscriptionCreated(SubscriptionId SubscriptionId, TenantId TenantId, DateTimeOffset At)
    : SubscriptionEvent(SubscriptionId, TenantId, At);

[EventName("subscription.trial_started")]
public sealed record TrialStarted(SubscriptionId SubscriptionId, TenantId TenantId, DateTimeOffset EndsAt, DateTimeOffset At)
    : SubscriptionEvent(SubscriptionId, TenantId, At);

[EventName("subscription.cancelled")]
public sealed record SubscriptionCancelled(SubscriptionId SubscriptionId, TenantId TenantId, DateTimeOffset At)
    : SubscriptionEvent(SubscriptionId, TenantId, At);

/// <summary>It is paid for: for the first time, or again.</summary>
[EventName("subscription.activated")]
public sealed record SubscriptionActivated(SubscriptionId SubscriptionId, TenantId TenantId, DateTimeOffset At)
    : SubscriptionEvent(SubscriptionId, TenantId, At);

[EventName("subscription.renewed")]
public sealed record SubscriptionRenewed(SubscriptionId SubscriptionId, TenantId TenantId, DateTimeOffset At)
    : SubscriptionEvent(SubscriptionId, TenantId, At);

[EventName("subscription.past_due")]
public sealed record SubscriptionPastDue(SubscriptionId SubscriptionId, TenantId TenantId, DateTimeOffset At)
    : SubscriptionEvent(SubscriptionId, TenantId, At);

/// <param name="Day">Days since the payment was due.</param>
[EventName("subscription.payment_reminded")]
public sealed record SubscriptionPaymentReminded(SubscriptionId SubscriptionId, TenantId TenantId, int Day, DateTimeOffset At)
    : SubscriptionEvent(SubscriptionId, TenantId, At);

[EventName("subscription.suspended")]
public sealed record SubscriptionSuspended(SubscriptionId SubscriptionId, TenantId TenantId, DateTimeOffset At)
    : SubscriptionEvent(SubscriptionId, TenantId, At);

[EventName("subscription.expired")]
public sealed record SubscriptionExpired(SubscriptionId SubscriptionId, TenantId TenantId, DateTimeOffset At)
    : SubscriptionEvent(SubscriptionId, TenantId, At);

/// <summary>What its instances may do has changed; they are told by its consumer.</summary>
[EventName("subscription.standing_changed")]
public sealed record SubscriptionStandingChanged(SubscriptionId SubscriptionId, TenantId TenantId, DateTimeOffset At)
    : SubscriptionEvent(SubscriptionId, TenantId, At);
