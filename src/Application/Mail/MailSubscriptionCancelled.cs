using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Mail;

/// <summary>Tells a tenant's owners that nothing more is charged.</summary>
internal sealed class MailSubscriptionCancelled(IAppDb db, OwnerNotifier owners) : EventConsumer<SubscriptionCancelled>
{
    public override string Name => "mail_subscription_cancelled";

    protected override async Task ConsumeAsync(SubscriptionCancelled domainEvent, CancellationToken cancellationToken)
    {
        var plan = await (from s in db.Subscriptions
                          join p in db.Plans on s.PlanId equals p.Id
                          where s.Id == domainEvent.SubscriptionId
                          select p.Name).SingleAsync(cancellationToken);
        await owners.PostAsync(
            domainEvent.TenantId, MailTemplate.SubscriptionCancelled, $"{domainEvent.SubscriptionId.Value:N}", cancellationToken,
            ("plan", plan), ("ends_at", MailText.Moment(domainEvent.At)));
        await db.SaveChangesAsync(cancellationToken);
    }
}
