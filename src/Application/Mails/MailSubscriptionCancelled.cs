using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Mails;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Mails;

/// <summary>Tells a tenant's owners that nothing more is charged.</summary>
internal sealed class MailSubscriptionCancelled(IAppDb db, OwnersPost owners) : EventConsumer<SubscriptionCancelled>
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
