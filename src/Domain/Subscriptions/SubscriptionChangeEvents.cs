using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Subscriptions;

/// <param name="Plan">Code of the plan that is wanted.</param>
/// <param name="InvoiceId">What has to be paid for it; null when it waits for the end of the period.</param>
[EventName("subscription.change_requested")]
public sealed record SubscriptionChangeRequested(
    SubscriptionId SubscriptionId, TenantId TenantId, string Plan, DateTimeOffset EffectiveAt, InvoiceId? InvoiceId, DateTimeOffset At)
    : SubscriptionEvent(SubscriptionId, TenantId, At);

/// <param name="Plan">Code of the plan that is not changed to.</param>
[EventName("subscription.change_dropped")]
public sealed record SubscriptionChangeDropped(SubscriptionId SubscriptionId, TenantId TenantId, string Plan, DateTimeOffset At)
    : SubscriptionEvent(SubscriptionId, TenantId, At);

/// <param name="Plan">Code of the plan that it has now.</param>
[EventName("subscription.changed")]
public sealed record SubscriptionChanged(SubscriptionId SubscriptionId, TenantId TenantId, string Plan, DateTimeOffset At)
    : SubscriptionEvent(SubscriptionId, TenantId, At);

[EventName("subscription.cancellation_scheduled")]
public sealed record CancellationScheduled(SubscriptionId SubscriptionId, TenantId TenantId, DateTimeOffset EndsAt, DateTimeOffset At)
    : SubscriptionEvent(SubscriptionId, TenantId, At);

[EventName("subscription.cancellation_withdrawn")]
public sealed record CancellationWithdrawn(SubscriptionId SubscriptionId, TenantId TenantId, DateTimeOffset At)
    : SubscriptionEvent(SubscriptionId, TenantId, At);
