using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>Login roles of instances.</summary>
internal sealed class InstanceRoles(ServerConnections connections, ServerHardening hardening, IOptions<OdooOptions> options)
{
    /// <summary>The role can log in, and its database, if there is one yet, lets it in and belongs to it.</summary>
    public async Task EnsureAsync(
        DatabaseServer server, string database, string role, string password, CancellationToken cancellationToken)
    {
        await hardening.EnsureAsync(server, cancellationToken);
        await connections.OnServerAsync(
            server,
            async c =>
            {
                await PrepareRoleAsync(c, role, cancellationToken);
                await OpenDatabaseAsync(c, server, database, role, cancellationToken);
                return await LetInAsync(c, role, password, cancellationToken);
            },
            cancellationToken);
    }

    public async Task DropAsync(DatabaseServer server, string role, CancellationToken cancellationToken)
    {
        await TemporaryRole.DropAllAsync(connections, server, role, cancellationToken);
        await connections.OnServerAsync(server, c => RoleRemoval.EndSessionsAsync(c, role, cancellationToken), cancellationToken);
        await connections.RemoveRoleAsync(server, role, cancellationToken);
    }

    private async Task<int> PrepareRoleAsync(NpgsqlConnection connection, string role, CancellationToken cancellationToken)
    {
        if (!await connection.RoleExistsAsync(role, cancellationToken))
            await connection.ExecuteAsync($"CREATE ROLE {Sql.Identifier(role)} NOLOGIN", cancellationToken);
        var reset = $"ALTER ROLE {Sql.Identifier(role)} RESET ALL";
        return await connection.ExecuteAsync($"{reset}; {RoleSettings.For(role, options.Value)}", cancellationToken);
    }

    private Task<int> LetInAsync(NpgsqlConnection connection, string role, string password, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            $"""
            COMMENT ON ROLE {Sql.Identifier(role)} IS NULL;
            ALTER ROLE {Sql.Identifier(role)} LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
            CONNECTION LIMIT {options.Value.ConnectionLimit} PASSWORD {Sql.Literal(ScramVerifier.Of(password))} VALID UNTIL 'infinity'
            """,
            cancellationToken);

    private static async Task<int> OpenDatabaseAsync(
        NpgsqlConnection connection, DatabaseServer server, string database, string role, CancellationToken cancellationToken)
    {
        if (await connection.FindDatabaseAsync(database, cancellationToken) is not { } found || (CloneMark.IsOn(found) && found.Owner != role))
            return 0;

        DatabaseOwnership.RefuseUnlessOurs(server, found, database, role);
        var (name, owner) = (Sql.Identifier(database), Sql.Identifier(role));
        return await connection.ExecuteAsync(
            $"""
            ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true CONNECTION LIMIT -1 IS_TEMPLATE false;
            ALTER DATABASE {name} OWNER TO {owner};
            ALTER DATABASE {name} RESET ALL;
            ALTER ROLE {owner} IN DATABASE {name} RESET ALL;
            {DatabaseGrants.ToOwnerOnly(database, role)}
            """,
            cancellationToken);
    }
}
