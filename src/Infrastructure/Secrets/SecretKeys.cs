using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Secrets;

internal sealed class SecretKeys(
    SharedKeyManager keys, ISecretProtector protector, IServiceScopeFactory scopes, NpgsqlDataSource database, TimeProvider clock) : ISecretKeys
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private const int MaxPauses = 500;
    private const int MostCounted = 10_000;

    /// <summary>The key that encrypts now.</summary>
    public Guid InUse => ProtectedValue.KeyOf(protector.Protect(""));

    public async Task<SecretKeysDto> ReadAsync(CancellationToken cancellationToken)
    {
        var (stored, inUse, remaining) = (new Dictionary<Guid, long>(), InUse, 0L);
        foreach (var column in Columns())
        {
            foreach (var (key, count) in await CountAsync(column, cancellationToken))
            {
                stored[key] = stored.GetValueOrDefault(key) + count;
                remaining += column.Key is null || key == inUse ? 0 : count;
            }
        }

        var all = keys.Read().OrderByDescending(k => k.ActivationDate)
            .Select(k => new SecretKeyDto(k.KeyId, k.KeyId == inUse, stored.GetValueOrDefault(k.KeyId), k.CreationDate, k.ExpirationDate));
        return new(remaining, [.. all]);
    }

    public async Task RotateAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        Guid added;
        using (DatabaseKeyRepository.ReplacingKeyInUse())
            added = keys.CreateNewKey(now, now + Lifetime).KeyId;

        keys.Forget();
        await BecomesUsedAsync(added, cancellationToken);
        await using var notify = database.CreateCommand("select pg_notify($1, $2)", NotificationChannel.Name, $"{Topics.Keys}:");
        await notify.ExecuteNonQueryAsync(cancellationToken);
    }

    // Data Protection reads the ring again beside the call, and meanwhile answers from the one it has.
    private async Task BecomesUsedAsync(Guid key, CancellationToken cancellationToken)
    {
        for (var pauses = 0; InUse != key; pauses++)
        {
            if (pauses == MaxPauses)
                throw new InvalidOperationException("The new key is not used; is a newer one in the ring?");
            await Task.Delay(Pause, cancellationToken);
        }
    }

    public IReadOnlyList<SecretColumn> Columns()
    {
        using var scope = scopes.CreateScope();
        return SecretColumns.Of(scope.ServiceProvider.GetRequiredService<AppDb>().Model);
    }

    private async Task<Dictionary<Guid, long>> CountAsync(SecretColumn column, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(column.Key is null ? FirstToGo(column) : EachKey(column));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new Dictionary<Guid, long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = ProtectedValue.KeyOf(reader.GetString(0));
            counts[key] = counts.GetValueOrDefault(key) + reader.GetInt64(1);
        }

        return counts;
    }

    // From key to key along the index, and no further in each than is worth telling.
    private static string EachKey(SecretColumn column) => $"""
        with recursive used(key) as (
            (select {column.KeyOfValue} from {column.Table} where {column.Column} is not null order by 1 limit 1)
            union all
            select (select {column.KeyOfValue} from {column.Table}
                    where {column.Column} is not null and {column.KeyOfValue} > used.key order by 1 limit 1)
            from used where used.key is not null)
        select of_key.value, of_key.n from used cross join lateral (
            select min(value) as value, count(*) as n from (
                select {column.Column} as value from {column.Table}
                where {column.Column} is not null and {column.KeyOfValue} = used.key limit {MostCounted}) counted) of_key
        where used.key is not null
        """;

    // Those under an older key are the oldest: when none of these is, none is.
    private static string FirstToGo(SecretColumn column) => $"""
        select min(value), count(*) from (
            select {column.Column} as value from {column.Table} where {column.Column} is not null order by expires_at limit {MostCounted}) oldest
        group by left(value, {ProtectedValue.KeyCharacters})
        """;
}
