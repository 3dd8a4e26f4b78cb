using Npgsql;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Templates;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>Databases of instances. One is complete when its role owns it: the owner is switched last.</summary>
internal sealed class InstanceDatabases(ServerConnections connections)
{
    public Task<DatabaseObservation> ObserveAsync(
        DatabaseServer server, string database, string role, CancellationToken cancellationToken) =>
        connections.OnServerAsync(
            server,
            async c =>
            {
                // Every attempt begins here, and one operation at a time is at an instance: what is left is of an attempt before.
                await TemporaryRole.DropLeftoversAsync(c, role, connectedToo: false, cancellationToken);
                var found = await c.FindDatabaseAsync(database, cancellationToken);
                var complete = found?.Owner == role;
                return new DatabaseObservation(
                    await c.RoleExistsAsync(role, cancellationToken), complete, complete && InitializedMark.IsOn(found!));
            },
            cancellationToken);

    public async Task EnsureAsync(
        DatabaseServer server, string database, string role, OdooTemplate template, CancellationToken cancellationToken)
    {
        if (!await connections.OnServerAsync(server, c => CloneAsync(c, database, role, template, cancellationToken), cancellationToken))
            return;

        await connections.InPristineAsync(
            server,
            database,
            c => c.ExecuteAsync($"REASSIGN OWNED BY {Sql.Identifier(template.Owner)} TO {Sql.Identifier(role)}", cancellationToken),
            cancellationToken);

        await connections.OnServerAsync(
            server,
            c => c.ExecuteAsync($"ALTER DATABASE {Sql.Identifier(database)} OWNER TO {Sql.Identifier(role)}", cancellationToken),
            cancellationToken);
    }

    public Task DropAsync(DatabaseServer server, string database, CancellationToken cancellationToken) =>
        connections.OnServerAsync(server, c => DropAsync(c, database, cancellationToken), cancellationToken);

    private static async Task<int> DropAsync(NpgsqlConnection connection, string database, CancellationToken cancellationToken)
    {
        if (TemplateNames.IsTemplate(database) || await connection.FindDatabaseAsync(database, cancellationToken) is { IsTemplate: true })
            throw new InvalidOperationException($"{database} is a template, not an instance's database.");

        return await connection.ExecuteLongAsync($"DROP DATABASE IF EXISTS {Sql.Identifier(database)} WITH (FORCE)", cancellationToken);
    }

    // False when the database is complete already.
    private static async Task<bool> CloneAsync(
        NpgsqlConnection connection, string database, string role, OdooTemplate template, CancellationToken cancellationToken)
    {
        var found = await connection.FindDatabaseAsync(database, cancellationToken);
        if (found?.Owner == role)
            return false;

        // Left behind half way: cloning again is quicker than finding out what is missing.
        if (found is not null)
            await DropAsync(connection, database, cancellationToken);

        await DatabaseClone.CreateAsync(connection, database, template.Database, cancellationToken);
        return true;
    }
}
