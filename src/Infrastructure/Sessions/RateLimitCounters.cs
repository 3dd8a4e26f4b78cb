using Npgsql;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Sessions;

/// <summary>
/// One statement on one row, which PostgreSQL serializes. The table is unlogged: counting waits for no disk, and a crash of the server,
/// which nobody outside can cause, forgets the counts.
/// </summary>
internal sealed class RateLimitCounters(NpgsqlDataSource database, TimeProvider clock) : IRateLimitCounters
{
    private const string Sql = """
        insert into rate_limit_counters as c (source, requests, ends_at) values ($1, 1, $2)
        on conflict (source) do update set
            requests = case when c.ends_at <= $3 then 1 else c.requests + 1 end,
            ends_at = case when c.ends_at <= $3 then excluded.ends_at else c.ends_at end
        returning requests, ends_at
        """;

    public async Task<RateLimitCount> CountAsync(string source, TimeSpan window, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(Sql, source, now + window, now);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new(row.GetInt32(0), row.GetFieldValue<DateTimeOffset>(1) - now);
    }
}
