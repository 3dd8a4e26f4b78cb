using Microsoft.EntityFrameworkCore;
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

    /// <summary>The key that encrypts now.</summary>
    public Guid InUse => ProtectedValue.KeyOf(protector.Protect(""));

    public async Task<SecretKeysDto> ReadAsync(CancellationToken cancellationToken)
    {
        var stored = new Dictionary<Guid, long>();
        foreach (var column in Columns())
            await CountAsync(column, stored, cancellationToken);

        var inUse = InUse;
        var all = keys.Read().OrderByDescending(k => k.ActivationDate)
            .Select(k => new SecretKeyDto(k.KeyId, k.KeyId == inUse, stored.GetValueOrDefault(k.KeyId), k.CreationDate, k.ExpirationDate));
        return new(stored.Where(s => s.Key != inUse).Sum(s => s.Value), [.. all]);
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

    private async Task CountAsync(SecretColumn column, Dictionary<Guid, long> stored, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"select min({column.Column}), count(*) from {column.Table} where {column.Column} is not null group by left({column.Column}, {ProtectedValue.KeyCharacters})");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = ProtectedValue.KeyOf(reader.GetString(0));
            stored[key] = stored.GetValueOrDefault(key) + reader.GetInt64(1);
        }
    }
}
