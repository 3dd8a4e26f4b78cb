using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <inheritdoc cref="IServerSessions" />
internal sealed class ServerSessions(ServerConnections connections, IOptions<ServerSessionOptions> options, IOptions<Odoo.OdooOptions> odoo)
    : IServerSessions, IAsyncDisposable
{
    private const int StatementSeconds = 10;

    // Temporary roles of ours are watched with those they work for; templates are built by code of ours alone.
    private const string Harmful = """
        WITH held AS MATERIALIZED (SELECT pid, count(*) AS locks FROM pg_locks WHERE pid IS NOT NULL GROUP BY pid),
        session AS (
            SELECT a.pid, split_part(a.usename, '_guest_', 1) AS role, a.state, a.state_change, a.xact_start, coalesce(h.locks, 0) AS locks,
                sum(h.locks) OVER (PARTITION BY split_part(a.usename, '_guest_', 1)) AS together
            FROM pg_stat_activity a LEFT JOIN held h ON h.pid = a.pid
            WHERE a.backend_type = 'client backend' AND starts_with(a.usename, 'odoo_') AND NOT starts_with(a.usename, 'odoo_template_')),
        harmful AS (
            SELECT pid, role, CASE
                WHEN together > $1 AND locks > $2 THEN 0
                WHEN xact_start < clock_timestamp() - $4 AND pg_notification_queue_usage() > $3 THEN 1
                WHEN starts_with(state, 'idle in transaction') AND state_change < clock_timestamp() - $5 THEN 2 END AS reason
            FROM session)
        SELECT role, reason, count(*)::int FROM harmful WHERE reason IS NOT NULL AND pg_terminate_backend(pid) GROUP BY role, reason
        """;

    private static readonly SessionEndReason[] Reasons =
        [SessionEndReason.Locks, SessionEndReason.Notifications, SessionEndReason.IdleInTransaction];

    private readonly ConcurrentDictionary<DatabaseServerId, NpgsqlConnection> kept = new();

    public async Task<IReadOnlyList<EndedSessions>> EndHarmfulAsync(DatabaseServer server, CancellationToken cancellationToken)
    {
        try
        {
            if (!kept.TryGetValue(server.Id, out var connection))
            {
                kept[server.Id] = connection = await connections.OpenAsync(server, cancellationToken);
                await PrepareAsync(connection, cancellationToken);
            }

            return await EndAsync(connection, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it was, the next round begins with a new one.
            if (kept.TryRemove(server.Id, out var broken))
                await broken.DisposeAsync();
            if (ServerFailures.IsAway(e))
                throw ServerFailures.Unavailable(e);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in kept.Values)
            await connection.DisposeAsync();
    }

    // A transaction that stays open keeps the locks that the statement takes of itself, on catalogs that all databases share. When another
    // session holds all there are, it needs no new one. Between statements it holds no snapshot, so it is in nobody's way.
    private static async Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("SET idle_in_transaction_session_timeout = 0", cancellationToken);
        await connection.ExecuteAsync("BEGIN ISOLATION LEVEL READ COMMITTED", cancellationToken);

        // The catalogue of roles by its index, as the right to end a session is looked up.
        await connection.ExecuteAsync("SELECT pg_get_userbyid(1)", cancellationToken);
    }

    private async Task<IReadOnlyList<EndedSessions>> EndAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var limits = options.Value;

        // Sessions are seen as they were when first asked for in a transaction.
        await connection.ExecuteAsync("SELECT pg_stat_clear_snapshot()", cancellationToken);
        await using var command = new NpgsqlCommand(Harmful, connection) { CommandTimeout = StatementSeconds };
        command.Parameters.Add(new() { Value = (long)limits.Locks });
        command.Parameters.Add(new() { Value = (long)(limits.Locks / (odoo.Value.ConnectionLimit + 1)) });
        command.Parameters.Add(new() { Value = limits.NotificationQueue });
        command.Parameters.Add(new() { Value = limits.Transaction });
        command.Parameters.Add(new() { Value = limits.IdleInTransaction });

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ended = new List<EndedSessions>();
        while (await reader.ReadAsync(cancellationToken))
            ended.Add(new(reader.GetString(0), Reasons[reader.GetInt32(1)], reader.GetInt32(2)));
        return ended;
    }
}
