using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NpgsqlTypes;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <inheritdoc cref="IServerSessions" />
internal sealed class ServerSessions(ServerConnections connections, IOptions<ServerSessionOptions> options, IOptions<Odoo.OdooOptions> odoo)
    : IServerSessions, IAsyncDisposable
{
    // A backup keeps one transaction open for hours. It neither listens nor notifies, and nobody but the platform can log in as its role, whose
    // name tells it from code of a customer's that runs with a guest's rights.
    // Functions and no views: those join catalogues that all databases share, which takes locks of the table that may be full.
    private const string Harmful = """
        WITH held AS MATERIALIZED (SELECT pid, count(*) AS locks FROM pg_lock_status() WHERE pid IS NOT NULL GROUP BY pid),
        session AS (
            SELECT a.pid, a.usesysid AS role, a.state, a.state_change, a.xact_start, coalesce(h.locks, 0) AS locks,
                sum(h.locks) OVER (PARTITION BY a.usesysid) AS together
            FROM pg_stat_get_activity(NULL) a LEFT JOIN held h ON h.pid = a.pid
            WHERE a.backend_type = 'client backend' AND a.usesysid = ANY ($1)),
        harmful AS (
            SELECT pid, role, CASE
                WHEN together > $2 AND locks > $3 THEN 0
                WHEN role = ANY ($7) THEN NULL
                WHEN xact_start < clock_timestamp() - $5 AND pg_notification_queue_usage() > $4 THEN 1
                WHEN starts_with(state, 'idle in transaction') AND state_change < clock_timestamp() - $6 THEN 2 END AS reason
            FROM session)
        SELECT role, reason, count(*)::int FROM harmful WHERE reason IS NOT NULL AND pg_terminate_backend(pid) GROUP BY role, reason
        """;

    private static readonly SessionEndReason[] Reasons =
        [SessionEndReason.Locks, SessionEndReason.Notifications, SessionEndReason.IdleInTransaction];

    private readonly ConcurrentDictionary<DatabaseServerId, WatchedServer> kept = new();

    public async Task<IReadOnlyList<EndedSessions>> EndHarmfulAsync(DatabaseServer server, CancellationToken cancellationToken)
    {
        try
        {
            if (!kept.TryGetValue(server.Id, out var watched))
                kept[server.Id] = watched = await WatchedServer.OpenAsync(connections, server, cancellationToken);

            // Roles are those of the round before: who is younger has not had the time. While locks are given back the question for
            // roles may fail, and Npgsql gives a connection up that was told so.
            var ended = await EndAsync(watched, cancellationToken);
            if (!ended.Any(e => e.Reason == SessionEndReason.Locks))
                await watched.LearnRolesAsync(cancellationToken);
            return ended;
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
        foreach (var watched in kept.Values)
            await watched.DisposeAsync();
    }

    private async Task<IReadOnlyList<EndedSessions>> EndAsync(WatchedServer watched, CancellationToken cancellationToken)
    {
        var limits = options.Value;
        await using var command = watched.Command(Harmful);
        command.Parameters.Add(new() { Value = watched.Roles.Keys.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid });
        command.Parameters.Add(new() { Value = (long)limits.Locks });
        command.Parameters.Add(new() { Value = (long)(limits.Locks / (odoo.Value.ConnectionLimit + 1)) });
        command.Parameters.Add(new() { Value = limits.NotificationQueue });
        command.Parameters.Add(new() { Value = limits.Transaction });
        command.Parameters.Add(new() { Value = limits.IdleInTransaction });
        command.Parameters.Add(new() { Value = watched.Dumps.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid });

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ended = new List<EndedSessions>();
        while (await reader.ReadAsync(cancellationToken))
            ended.Add(new(watched.Roles[reader.GetFieldValue<uint>(0)], Reasons[reader.GetInt32(1)], reader.GetInt32(2)));
        return ended;
    }
}
