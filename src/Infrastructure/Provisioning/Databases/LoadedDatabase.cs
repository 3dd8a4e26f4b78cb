using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>
/// The database that a dump is loaded into, from nothing to its being the instance's. While the dump's text is in it, nothing works there with
/// more rights than the role that loads it; afterwards a superuser only changes owners, which runs no code of the dump's.
/// </summary>
internal sealed class LoadedDatabase(ServerConnections connections, InstanceDatabases databases, IOptions<OdooOptions> options)
{
    /// <summary>Those that Odoo's own databases have. Both may be made by whoever owns a database, and are marked here as Odoo does it.</summary>
    private const string Extensions = """
        DO $$ DECLARE extension text; BEGIN
            FOR extension IN SELECT name FROM pg_available_extensions WHERE name IN ('pg_trgm', 'unaccent') LOOP
                EXECUTE format('CREATE EXTENSION %I SCHEMA public', extension);
            END LOOP;
        END $$
        """;

    private const string ImmutableUnaccent = """
        DO $$ BEGIN
            IF to_regprocedure('public.unaccent(text)') IS NOT NULL THEN ALTER FUNCTION public.unaccent(text) IMMUTABLE; END IF;
        END $$
        """;

    public async Task<bool> IsWholeAsync(InstanceData data, Guid instance, CancellationToken cancellationToken) =>
        await FindAsync(data, cancellationToken) is { } found && found.Owner == data.Role && found.Comment == InitializedMark.For(instance);

    /// <summary>Whatever an attempt before has left is gone, and an empty database belongs to the role.</summary>
    /// <exception cref="RefusedException">Code <c>database_owner</c>: what is there was whole once, or is somebody else's.</exception>
    public async Task BeginAsync(InstanceData target, LoadRole role, CancellationToken cancellationToken)
    {
        if (await FindAsync(target, cancellationToken) is { } found && !CloneMark.IsOn(found) && !DatabaseOwnership.IsBeingLoaded(found, target.Role))
            throw new RefusedException("database_owner", $"There is a database {target.Database} already, which no load has left half way. Nothing was changed.");

        await ClearAsync(target, cancellationToken);
        var name = Sql.Identifier(target.Database);
        await connections.OnServerAsync(target.Server, c => role.CreateAsync(c, options.Value, cancellationToken), cancellationToken);
        await connections.OnServerAsync(
            target.Server,
            async c =>
            {
                await DatabaseClone.CreateEmptyAsync(c, target.Database, cancellationToken);
                return await c.ExecuteAsync($"ALTER DATABASE {name} OWNER TO {Sql.Identifier(role.Name)}", cancellationToken);
            },
            cancellationToken);
        await connections.InPristineAsync(
            target.Server,
            target.Database,
            async c =>
            {
                await c.ExecuteAsync($"SET ROLE {Sql.Identifier(role.Name)}", cancellationToken);
                await c.ExecuteAsync(Extensions, cancellationToken);
                await c.ExecuteAsync("RESET ROLE", cancellationToken);
                return await c.ExecuteAsync(ImmutableUnaccent, cancellationToken);
            },
            cancellationToken);
    }

    public async Task<long> MeasureAsync(InstanceData target, CancellationToken cancellationToken)
    {
        var sizes = await connections.OnServerAsync(
            target.Server,
            c => c.QueryAsync("SELECT pg_database_size(oid) FROM pg_database WHERE datname = $1", r => r.GetInt64(0), cancellationToken, target.Database),
            cancellationToken);
        return sizes.Sum();
    }

    /// <summary>Everything in it is the instance's, what its owner may have set is as it is at every instance, and the mark comes last.</summary>
    public async Task FinishAsync(InstanceData target, Guid instance, LoadRole role, CancellationToken cancellationToken)
    {
        var (name, owner, loader) = (Sql.Identifier(target.Database), Sql.Identifier(target.Role), Sql.Identifier(role.Name));
        await connections.OnServerAsync(target.Server, c => RoleRemoval.EndSessionsAsync(c, role.Name, cancellationToken), cancellationToken);
        await connections.OnServerAsync(
            target.Server,
            c => c.ExecuteAsync(
                $"""
                ALTER DATABASE {name} RESET ALL;
                ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true CONNECTION LIMIT -1 IS_TEMPLATE false;
                COMMENT ON DATABASE {name} IS {Sql.Literal(CloneMark.Text)}
                """,
                cancellationToken),
            cancellationToken);
        // The database itself goes with the rest.
        await connections.InDatabaseAsync(
            target.Server,
            target.Database,
            c => c.ExecuteAsync($"REASSIGN OWNED BY {loader} TO {owner}; DROP OWNED BY {loader}", cancellationToken),
            cancellationToken);
        await connections.RemoveRoleAsync(target.Server, role.Name, cancellationToken);
        await connections.OnServerAsync(
            target.Server,
            c => c.ExecuteAsync(
                $"""
                {DatabaseGrants.ToOwnerOnly(target.Database, target.Role)};
                COMMENT ON DATABASE {name} IS {Sql.Literal(InitializedMark.For(instance))}
                """,
                cancellationToken),
            cancellationToken);
    }

    /// <summary>Ends what is still loaded, and drops the database, whole or not, and the roles of all attempts.</summary>
    /// <exception cref="RefusedException">Code <c>database_owner</c>: it is somebody else's.</exception>
    public async Task ClearAsync(InstanceData data, CancellationToken cancellationToken)
    {
        var leftovers = await TemporaryRole.FindAsync(connections, data.Server, [data.Role + TemporaryRole.LoadInfix], cancellationToken);
        foreach (var leftover in leftovers)
            await connections.OnServerAsync(data.Server, c => RoleRemoval.EndSessionsAsync(c, leftover, cancellationToken), cancellationToken);
        await databases.DropAsync(data.Server, data.Database, data.Role, cancellationToken);
        foreach (var leftover in leftovers)
            await connections.RemoveRoleAsync(data.Server, leftover, cancellationToken);
    }

    private Task<DatabaseEntry?> FindAsync(InstanceData data, CancellationToken cancellationToken) =>
        connections.OnServerAsync(data.Server, c => c.FindDatabaseAsync(data.Database, cancellationToken), cancellationToken);
}
