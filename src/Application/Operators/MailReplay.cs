using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Operators;

/// <summary>The same as <see cref="RetryMail"/>, in the words of queues.</summary>
internal sealed class MailReplay(IAppDb db, ICaller caller, TimeProvider clock) : IQueueReplay
{
    public QueueName Queue => QueueName.Mails;

    public async Task<Result<QueueItemId>> ReplayAsync(QueueItemId id, CancellationToken cancellationToken)
    {
        var retried = await db.RetryMailAsync(caller, new MailId(id.Value), clock.GetUtcNow(), cancellationToken);
        if (retried.IsFailure)
            return retried.Error.Kind == ErrorKind.NotFound ? QueueErrors.ItemNotFound : QueueErrors.NotDead;

        return id;
    }
}
