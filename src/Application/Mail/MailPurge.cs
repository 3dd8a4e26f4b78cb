using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Application.Mail;

/// <summary>Forgets what became of old mails: they name people.</summary>
public sealed class MailPurge(IAppDb db, TimeProvider clock)
{
    /// <param name="keepFor">From when it was posted.</param>
    public Task<int> PurgeAsync(TimeSpan keepFor, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - keepFor;
        return db.Mails.Where(m => m.Status != MailStatus.Queued && m.CreatedAt < before).ExecuteDeleteAsync(cancellationToken);
    }
}
