using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Secrets;

namespace SaaSOdoo.Infrastructure.Persistence.Idempotency;

/// <summary>
/// Statements of its own, past the change tracker: a refused command may leave changes there that nobody wants saved.
/// </summary>
internal sealed class IdempotencyStore(AppDb db, ISecretProtector protector, TimeProvider clock) : IIdempotencyStore
{
    public async Task<string?> FindAsync(IdempotencyKey key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var kept = await db.Set<IdempotencyKeyRow>().AsNoTracking()
            .Where(k => k.Caller == key.Caller && k.Key == key.Key && k.ExpiresAt > now)
            .Select(k => k.Answer).SingleOrDefaultAsync(cancellationToken);
        return kept is null ? null : protector.Unprotect(kept);
    }

    public async Task<bool> ClaimAsync(IdempotencyKey key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.Database.ExecuteSqlAsync(
            $"""
            insert into idempotency_keys as known (caller, key, expires_at) values ({key.Caller}, {key.Key}, {now + IIdempotencyStore.Lifetime})
            on conflict (caller, key) do update set answer = null, expires_at = excluded.expires_at where known.expires_at <= {now}
            """,
            cancellationToken) == 1;
    }

    public Task KeepAsync(IdempotencyKey key, string answer, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"update idempotency_keys set answer = {protector.Protect(answer)} where caller = {key.Caller} and key = {key.Key}", cancellationToken);

    public Task ReleaseAsync(IdempotencyKey key, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"delete from idempotency_keys where caller = {key.Caller} and key = {key.Key}", cancellationToken);
}
