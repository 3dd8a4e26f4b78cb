using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>
/// Removes a role although strangers may have granted it something in databases of theirs, which PostgreSQL keeps a role for: what
/// they gave is taken away there. A role that cannot be removed all the same is locked, marked and left to a later round.
/// </summary>
internal static class RoleRemoval
{
    private const string Mark = "saasodoo.leftover";
    private const int Attempts = 3;
    private const int LeftoversAtOnce = 100;

    /// <summary>Nobody can log in as the role afterwards, and nothing is left of it but perhaps its name.</summary>
    public static async Task RemoveRoleAsync(
        this ServerConnections connections, DatabaseServer server, string role, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await connections.OnServerAsync(server, c => TryDropAsync(c, role, cancellationToken), cancellationToken))
                return;

            await ClearAsync(connections, server, role, cancellationToken);
        }

        if (!await connections.OnServerAsync(server, c => TryDropAsync(c, role, cancellationToken), cancellationToken))
            await connections.OnServerAsync(server, c => LockAsync(c, role, cancellationToken), cancellationToken);
    }

    /// <summary>Tries again to remove those that were locked.</summary>
    public static async Task RemoveLeftoverRolesAsync(
        this ServerConnections connections, DatabaseServer server, CancellationToken cancellationToken)
    {
        var leftovers = await connections.OnServerAsync(
            server,
            c => c.QueryAsync(
                "SELECT rolname FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = $1 LIMIT $2",
                r => r.GetString(0),
                cancellationToken,
                Mark,
                LeftoversAtOnce),
            cancellationToken);
        foreach (var role in leftovers)
            await connections.RemoveRoleAsync(server, role, cancellationToken);
    }

    /// <summary>And it cannot come back. Nothing happens when there is no such role.</summary>
    public static async Task<int> EndSessionsAsync(NpgsqlConnection connection, string role, CancellationToken cancellationToken)
    {
        if (!await connection.RoleExistsAsync(role, cancellationToken))
            return 0;

        await connection.ExecuteAsync($"ALTER ROLE {Sql.Identifier(role)} NOLOGIN", cancellationToken);
        return await connection.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1", cancellationToken, role);
    }

    private static async Task<bool> TryDropAsync(NpgsqlConnection connection, string role, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync($"DROP ROLE IF EXISTS {Sql.Identifier(role)}", cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DependentObjectsStillExist)
        {
            return false;
        }
    }

    private static async Task ClearAsync(
        ServerConnections connections, DatabaseServer server, string role, CancellationToken cancellationToken)
    {
        var databases = await connections.OnServerAsync(
            server,
            c => c.QueryAsync(
                """
                SELECT DISTINCT d.datname FROM pg_shdepend s JOIN pg_database d ON d.oid = s.dbid
                WHERE s.refclassid = 'pg_authid'::regclass AND s.refobjid = (SELECT oid FROM pg_roles WHERE rolname = $1) AND d.datallowconn
                """,
                r => r.GetString(0),
                cancellationToken,
                role),
            cancellationToken);

        // Runs nobody's code: rights are taken away and what the role owns is dropped; triggers on such events are a superuser's.
        foreach (var database in databases)
        {
            try
            {
                await connections.InDatabaseAsync(server, database, c => DropOwnedAsync(c, role, cancellationToken), cancellationToken);
            }
            catch (Exception e) when (e is PostgresException or RefusedException)
            {
                // It cannot be cleared there now, whatever its owner did: the role is locked in the end, and collected later.
            }
        }

        await connections.OnServerAsync(server, c => DropOwnedAsync(c, role, cancellationToken), cancellationToken);
    }

    // A lock that a stranger holds on what was granted must not hold us up.
    private static Task<int> DropOwnedAsync(NpgsqlConnection connection, string role, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            $"""
            DO $$ BEGIN
                PERFORM set_config('lock_timeout', '2s', true);
                EXECUTE format('DROP OWNED BY %I', {Sql.Literal(role)});
            EXCEPTION WHEN undefined_object OR lock_not_available OR deadlock_detected THEN NULL;
            END $$
            """,
            cancellationToken);

    private static Task<int> LockAsync(NpgsqlConnection connection, string role, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            $"""
            ALTER ROLE {Sql.Identifier(role)} NOLOGIN CONNECTION LIMIT 0 PASSWORD NULL;
            COMMENT ON ROLE {Sql.Identifier(role)} IS {Sql.Literal(Mark)}
            """,
            cancellationToken);
}
