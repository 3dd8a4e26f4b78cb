using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;
using SaaSOdoo.Domain.Sessions;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Sessions;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>
/// Removes what was kept against guessing and is over: links that expired, failed logins of nobody, counts of requests; and invitations,
/// answered or not, when their time is over: they name people outside the team.
/// </summary>
internal sealed class ExpiredCredentialCleanup(IServiceScopeFactory scopes, AdvisoryLock locks, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("expired credential cleanup", PurgeAsync, cancellationToken);

    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var forgotten = now - UnknownLogin.Memory;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await db.OneTimeTokens.Where(t => t.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        await db.Invitations.Where(i => i.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        await db.UnknownLogins.Where(u => u.LastAt <= forgotten).ExecuteDeleteAsync(cancellationToken);
        await db.Set<RateLimitCounterRow>().Where(c => c.EndsAt <= now).ExecuteDeleteAsync(cancellationToken);
    }
}
