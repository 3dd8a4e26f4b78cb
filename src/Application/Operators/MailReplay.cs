using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Application.Operators;

internal sealed class MailReplay(IAppDb db, ICaller caller, TimeProvider clock) : IQueueReplay
{
    public QueueName Queue => QueueName.Mails;

    public async Task<Result<QueueItemId>> ReplayAsync(QueueItemId id, CancellationToken cancellationToken)
    {
        var mail = await db.MailsSeenBy(caller).SingleOrDefaultAsync(m => m.Id == new MailId(id.Value), cancellationToken);
        if (mail is null)
            return QueueErrors.ItemNotFound;
        if (mail.Status != MailStatus.Dead)
            return QueueErrors.NotDead;
        if (mail.Retry(clock.GetUtcNow()) is { IsFailure: true } refused)
            return refused.Error;

        await db.SaveChangesAsync(cancellationToken);
        return id;
    }
}
