using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Operators;

/// <summary>Asks the gateway again how a held payment stands. It stays held: that is for an operator to decide.</summary>
internal sealed class PaymentReplay(IAppDb db, TimeProvider clock) : IQueueReplay
{
    public QueueName Queue => QueueName.Payments;

    public async Task<Result<QueueItemId>> ReplayAsync(QueueItemId id, CancellationToken cancellationToken)
    {
        await db.LockPaymentAsync(new(id.Value), cancellationToken);
        var payment = await db.Payments.SingleOrDefaultAsync(p => p.Id == new PaymentId(id.Value), cancellationToken);
        if (payment is null)
            return QueueErrors.ItemNotFound;
        if (!payment.IsHeld)
            return QueueErrors.NotDead;

        payment.Notice(isRepeated: false, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return id;
    }
}
