using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
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
        var endpoint = await db.WebhookEndpoints.AsNoTracking().SingleAsync(e => e.Id == delivery.EndpointId, cancellationToken);
        if (delivery.Redeliver(endpoint, clock.GetUtcNow()) is { IsFailure: true } refused)
            return refused.Error;

        await db.SaveChangesAsync(cancellationToken);
        return id;
    }
}
