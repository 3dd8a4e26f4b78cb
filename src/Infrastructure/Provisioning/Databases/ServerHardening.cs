using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>
/// What the platform itself sees to on a server that instances share, once in each process: nobody but those who were named may
/// connect to the databases that all have in common. Limits of the server are its configuration's; one that is missing is said.
/// </summary>
internal sealed partial class ServerHardening(ServerConnections connections, IOptions<OdooOptions> options, ILogger<ServerHardening> logger)
{
    private readonly ConcurrentDictionary<(string Host, int Port), bool> done = new();

    public async Task EnsureAsync(DatabaseServer server, CancellationToken cancellationToken)
    {
        if (done.ContainsKey((server.Host, server.Port)))
            return;

        await connections.OnServerAsync(server, c => CloseCommonDatabasesAsync(c, cancellationToken), cancellationToken);
        await connections.OnServerAsync(server, c => CheckAsync(c, server, cancellationToken), cancellationToken);
        done[(server.Host, server.Port)] = true;
    }

    // Only when it is needed: the statement changes a row for which several processes would wait.
    private static Task<int> CloseCommonDatabasesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            """
            DO $$ DECLARE name text; BEGIN
                FOR name IN SELECT datname FROM pg_database
                    WHERE datname IN ('postgres', 'template1') AND has_database_privilege('public', oid, 'CONNECT, TEMPORARY') LOOP
                    EXECUTE format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', name);
                END LOOP;
            EXCEPTION WHEN internal_error THEN NULL; -- "tuple concurrently updated": another process was first
            END $$
            """,
            cancellationToken);

    private async Task<int> CheckAsync(NpgsqlConnection connection, DatabaseServer server, CancellationToken cancellationToken)
    {
        var settings = (await connection.QueryAsync(
            """
            SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
                extract(epoch FROM current_setting('authentication_timeout')::interval)::int
            """,
            r => (Connections: r.GetInt32(0), AuthenticationSeconds: r.GetInt32(1)),
            cancellationToken)).Single();
        if (settings.Connections < server.Capacity * options.Value.ConnectionLimit)
            TooFewConnections(server.Name, settings.Connections, server.Capacity, options.Value.ConnectionLimit);
        if (settings.AuthenticationSeconds > 15)
            LongAuthentication(server.Name, settings.AuthenticationSeconds);
        return 0;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The database server {Server} takes {Connections} connections, but {Capacity} instances may hold {Limit} each: "
        + "raise max_connections or lower DatabaseServers:Capacity")]
    private partial void TooFewConnections(string server, int connections, int capacity, int limit);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The database server {Server} gives {Seconds} s to log in: lower authentication_timeout, or connections without a login fill it")]
    private partial void LongAuthentication(string server, int seconds);
}
