using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Subscriptions;

/// <summary>A customer's one trial for life. The row's key is the customer, so the database decides who is first.</summary>
public sealed class Trial
{
    private Trial()
    {
    }

    public CustomerId CustomerId { get; private set; }
    public SubscriptionId SubscriptionId { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset EndsAt { get; private set; }

    public static Trial Of(Subscription subscription, int days, DateTimeOffset now) => new()
    {
        CustomerId = subscription.CustomerId,
        SubscriptionId = subscription.Id,
        StartedAt = now,
        EndsAt = now.AddDays(days),
    };
}
