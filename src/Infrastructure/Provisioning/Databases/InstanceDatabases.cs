using Npgsql;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Templates;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>Databases of instances. One is complete when its role owns it: the owner is switched last.</summary>
internal sealed class InstanceDatabases(ServerConnections connections, InstanceAccess access)
{
    public async Task<DatabaseObservation> ObserveAsync(
        DatabaseServer server, string database, string role, string? password, CancellationToken cancellationToken) =>
        await connections.OnServerAsync(
            server,
            async c =>
            {
                var found = await c.FindDatabaseAsync(database, cancellationToken);
                var lines = await access.CompareAsync(c, database, role, password, cancellationToken);

                // One that was given away is still the instance's, with its data in it: its owner is mended with its role.
                var complete = found is not null && (found.Owner == role || InitializedMark.IsOn(found, database));
                return new DatabaseObservation(
                    AccessLines.AreIntact(lines),
                    complete,
                    complete && InitializedMark.IsOn(found!),
                    found is null || DatabaseOwnership.IsOurs(found, database, role) ? null : found.Owner)
                {
                    Lines = lines,
                };
            },
            cancellationToken);

    public async Task EnsureAsync(
        DatabaseServer server, string database, string role, OdooTemplate template, CancellationToken cancellationToken)
    {
        if (!await connections.OnServerAsync(
            server, c => CloneAsync(c, server, database, role, template, cancellationToken), cancellationToken))
            return;

        await connections.InPristineAsync(
            server,
            database,
            c => c.ExecuteAsync($"REASSIGN OWNED BY {Sql.Identifier(template.Owner)} TO {Sql.Identifier(role)}", cancellationToken),
            cancellationToken);

        await connections.OnServerAsync(
            server,
            c => c.ExecuteAsync(
                $"""
                COMMENT ON DATABASE {Sql.Identifier(database)} IS NULL;
                ALTER DATABASE {Sql.Identifier(database)} OWNER TO {Sql.Identifier(role)}
                """,
                cancellationToken),
            cancellationToken);
    }

    public Task DropAsync(DatabaseServer server, string database, string role, CancellationToken cancellationToken) =>
        connections.OnServerAsync(server, c => DropAsync(c, server, database, role, cancellationToken), cancellationToken);

    private static async Task<int> DropAsync(
        NpgsqlConnection connection, DatabaseServer server, string database, string role, CancellationToken cancellationToken)
    {
        if (TemplateNames.IsTemplate(database))
            throw new InvalidOperationException($"{database} is a template, not an instance's database.");
        if (await connection.FindDatabaseAsync(database, cancellationToken) is not { } found)
            return 0;

        DatabaseOwnership.RefuseUnlessOurs(server, found, database, role);

        // Its owner may have marked it as a template, and holds a lock on it in a transaction that he leaves open.
        var name = Sql.Identifier(database);
        await connection.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", cancellationToken, database);
        await connection.ExecuteAsync($"ALTER DATABASE {name} IS_TEMPLATE false ALLOW_CONNECTIONS false", cancellationToken);
        return await connection.ExecuteLongAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)", cancellationToken);
    }

    // False when the database is complete already.
    private static async Task<bool> CloneAsync(
        NpgsqlConnection connection,
        DatabaseServer server,
        string database,
        string role,
        OdooTemplate template,
        CancellationToken cancellationToken)
    {
        var found = await connection.FindDatabaseAsync(database, cancellationToken);
        if (found?.Owner == role)
            return false;

        // Left behind half way: cloning again is quicker than finding out what is missing.
        if (found is not null)
            await DropAsync(connection, server, database, role, cancellationToken);

        await DatabaseClone.CreateAsync(connection, database, template.Database, cancellationToken);
        return true;
    }
}
