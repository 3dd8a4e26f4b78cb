using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Persistence.Idempotency;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Removes answers whose time is over; until then they are not given any more, and a new request with the key replaces them.</summary>
internal sealed class IdempotencyKeyCleanup(IServiceScopeFactory scopes, AdvisoryLock locks, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("idempotency key cleanup", PurgeAsync, cancellationToken);

    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AppDb>().Set<IdempotencyKeyRow>()
            .Where(k => k.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
    }
}
