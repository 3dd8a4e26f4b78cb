using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Operators;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Events;

/// <summary>Delivers a dead event to its consumer again.</summary>
internal sealed class EventReplay(AppDb db, TimeProvider clock) : IQueueReplay
{
    public QueueName Queue => QueueName.EventDeliveries;

    public async Task<Result<QueueItemId>> ReplayAsync(QueueItemId id, CancellationToken cancellationToken)
    {
        var delivery = await db.EventDeliveries.SingleOrDefaultAsync(d => d.Id == id.Value, cancellationToken);
        if (delivery is null)
            return QueueErrors.ItemNotFound;
        if (!delivery.Replay(clock.GetUtcNow()))
            return QueueErrors.NotDead;

        await db.SaveChangesAsync(cancellationToken);
        return id;
    }
}
