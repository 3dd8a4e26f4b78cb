using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Application.Mail;

internal static class MailRetries
{
    /// <summary>Puts a dead mail that the caller sees back into the queue, and saves it. 404 <c>mail.not_found</c>, 409 <c>mail.not_dead</c>.</summary>
    public static async Task<Result> RetryMailAsync(
        this IAppDb db, ICaller caller, MailId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var mail = await db.MailsSeenBy(caller).SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (mail is null)
            return MailErrors.NotFound;
        if (mail.Retry(now) is { IsFailure: true } refused)
            return refused;

        await db.SaveChangesAsync(cancellationToken);
        return Result.Success;
    }
}
