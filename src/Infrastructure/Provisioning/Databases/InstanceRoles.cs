using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>Login roles of instances.</summary>
internal sealed class InstanceRoles(ServerConnections connections, IOptions<OdooOptions> options)
{
    public Task EnsureAsync(DatabaseServer server, string role, string password, CancellationToken cancellationToken) =>
        connections.OnServerAsync(server, c => EnsureAsync(c, role, password, cancellationToken), cancellationToken);

    public Task DropAsync(DatabaseServer server, string role, CancellationToken cancellationToken) =>
        connections.OnServerAsync(server, c => DropAsync(c, role, cancellationToken), cancellationToken);

    private static async Task<int> DropAsync(NpgsqlConnection connection, string role, CancellationToken cancellationToken)
    {
        await TemporaryRole.DropLeftoversAsync(connection, role, connectedToo: true, cancellationToken);
        if (!await connection.RoleExistsAsync(role, cancellationToken))
            return 0;

        await connection.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1", cancellationToken, role);

        // Odoo connects to the maintenance database too: what it may have made or been granted there would keep the role.
        return await connection.ExecuteAsync(
            $"DROP OWNED BY {Sql.Identifier(role)}; DROP ROLE IF EXISTS {Sql.Identifier(role)}", cancellationToken);
    }

    private async Task<int> EnsureAsync(NpgsqlConnection connection, string role, string password, CancellationToken cancellationToken)
    {
        var verb = await connection.RoleExistsAsync(role, cancellationToken) ? "ALTER" : "CREATE";
        return await connection.ExecuteAsync(
            $"""
            {verb} ROLE {Sql.Identifier(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
            CONNECTION LIMIT {options.Value.ConnectionLimit} PASSWORD {Sql.Literal(ScramVerifier.Of(password))}
            """,
            cancellationToken);
    }
}
