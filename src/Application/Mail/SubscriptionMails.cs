using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Mail;

/// <summary>Tells a tenant's owners what became of its subscription, once for each event.</summary>
internal abstract class SubscriptionMail<TEvent>(IAppDb db, OwnerNotifier owners) : EventConsumer<TEvent> where TEvent : SubscriptionEvent
{
    protected abstract MailTemplate Template { get; }

    /// <summary>What the template takes besides the names.</summary>
    protected abstract (string Name, string Value) Value(TEvent happened, Subscription subscription);

    protected override async Task ConsumeAsync(TEvent domainEvent, CancellationToken cancellationToken)
    {
        var subscription = await db.Subscriptions.AsNoTracking().SingleAsync(s => s.Id == domainEvent.SubscriptionId, cancellationToken);
        var plan = await db.Plans.Where(p => p.Id == subscription.PlanId).Select(p => p.Name).SingleAsync(cancellationToken);
        await owners.PostAsync(
            domainEvent.TenantId, Template, $"{subscription.Id.Value:N}:{domainEvent.At.UtcTicks}", cancellationToken, ("plan", plan),
            Value(domainEvent, subscription));
        await db.SaveChangesAsync(cancellationToken);
    }
}

internal sealed class MailSubscriptionSuspended(IAppDb db, OwnerNotifier owners) : SubscriptionMail<SubscriptionSuspended>(db, owners)
{
    public override string Name => "mail_subscription_suspended";

    protected override MailTemplate Template => MailTemplate.SubscriptionSuspended;

    protected override (string, string) Value(SubscriptionSuspended happened, Subscription subscription) =>
        ("reason", "What is due since " + MailText.Moment(subscription.PastDueAt ?? happened.At) + " is not paid. Paying it lifts the suspension.");
}

internal sealed class MailSubscriptionExpired(IAppDb db, OwnerNotifier owners) : SubscriptionMail<SubscriptionExpired>(db, owners)
{
    public override string Name => "mail_subscription_expired";

    protected override MailTemplate Template => MailTemplate.SubscriptionExpired;

    protected override (string, string) Value(SubscriptionExpired happened, Subscription subscription) => ("ended_at", MailText.Moment(happened.At));
}
