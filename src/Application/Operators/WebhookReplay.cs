using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Operators;

internal sealed class WebhookReplay(IAppDb db, ICaller caller, TimeProvider clock) : IQueueReplay
{
    public QueueName Queue => QueueName.WebhookDeliveries;

    public async Task<Result<QueueItemId>> ReplayAsync(QueueItemId id, CancellationToken cancellationToken)
    {
        var delivery = await db.WebhookDeliveries.SingleOrDefaultAsync(d => d.Id == new WebhookDeliveryId(id.Value), cancellationToken);
        if (delivery is null)
            return QueueErrors.ItemNotFound;
        if (delivery.Status != WebhookDeliveryStatus.Dead)
            return QueueErrors.NotDead;

        caller.Notes.Concerns(delivery.TenantId);
        if (await db.RedeliverAsync(delivery, clock.GetUtcNow(), cancellationToken) is { IsFailure: true } refused)
            return refused.Error;

        return id;
    }
}
