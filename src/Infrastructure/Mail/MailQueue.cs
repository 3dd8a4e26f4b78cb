using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>A mail that this process sends now.</summary>
/// <param name="Attempt">Grew with this claim.</param>
internal sealed record MailClaim(MailId Id, int Attempt);

/// <summary>The mails table as a queue: each mail is one worker's until its time is over.</summary>
internal sealed class MailQueue(IServiceScopeFactory scopes, IOptions<MailOptions> options, TimeProvider clock)
{
    // After the time-out of an attempt, so that a mail is not sent twice because a server is slow.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>Takes the mail that is due for longest; null when there is none.</summary>
    public async Task<MailClaim?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var due = await db.Mails
            .FromSql($"select * from mails where status = 'queued' and next_attempt_at <= {now} order by next_attempt_at limit 1 for update skip locked")
            .ToListAsync(cancellationToken);
        if (due.Count == 0)
            return null;

        due[0].Claim(now + options.Value.Timeout + Margin);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(due[0].Id, due[0].Attempts);
    }
}
