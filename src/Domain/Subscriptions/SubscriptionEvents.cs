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
