using Npgsql;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>Opens, seals and clears the place where a template is built: a database, the role that owns it, a volume.</summary>
internal sealed class TemplateWorkspaces(ServerConnections connections, IContainerRuntime runtime, IRandomSecrets random)
{
    private const string Empty = "template0";

    /// <param name="from">The template to start from; null starts empty.</param>
    public async Task<TemplateWorkspace> OpenAsync(
        DatabaseServer server, TemplateNames names, TemplateSpec spec, OdooTemplate? from, CancellationToken cancellationToken)
    {
        var workspace = new TemplateWorkspace(server, names, random.Token());
        await ClearAsync(workspace, cancellationToken);

        await runtime.EnsureNetworkAsync(cancellationToken);
        await runtime.EnsureVolumeAsync(names.Volume, workspace.Labels, cancellationToken);
        await connections.OnServerAsync(server, c => OpenAsync(c, workspace, from, cancellationToken), cancellationToken);
        if (from is not null)
        {
            await runtime.SeedVolumeAsync(
                Filestores.Of(from.Volume, from.Database), Filestores.Of(names.Volume, names.Database), spec.ImageId, cancellationToken);
            await connections.InPristineAsync(
                server,
                names.Database,
                c => c.ExecuteAsync($"REASSIGN OWNED BY {Sql.Identifier(from.Owner)} TO {Sql.Identifier(names.Owner)}", cancellationToken),
                cancellationToken);
        }

        return workspace;
    }

    public Task<ModuleCatalogue> ReadModulesAsync(TemplateWorkspace workspace, CancellationToken cancellationToken) =>
        connections.InPristineAsync(workspace.Server, workspace.Database, c => ModuleCatalogue.ReadAsync(c, cancellationToken), cancellationToken);

    /// <summary>From here on nobody can log in as its owner or connect to it; it can only be cloned.</summary>
    public async Task SealAsync(TemplateWorkspace workspace, CancellationToken cancellationToken)
    {
        // Every clone copies it whole, so make it small, and give the planner its statistics once for all.
        await connections.InPristineAsync(
            workspace.Server, workspace.Database, c => c.ExecuteAsync("VACUUM (FULL, ANALYZE)", cancellationToken), cancellationToken);

        var (database, owner) = (Sql.Identifier(workspace.Database), Sql.Identifier(workspace.Names.Owner));
        await connections.OnServerAsync(
            workspace.Server,
            c => c.ExecuteAsync(
                $"""
                ALTER ROLE {owner} NOLOGIN PASSWORD NULL;
                ALTER DATABASE {database} OWNER TO CURRENT_USER;
                ALTER DATABASE {database} IS_TEMPLATE true ALLOW_CONNECTIONS false;
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {Sql.Literal(workspace.Database)};
                """,
                cancellationToken),
            cancellationToken);
    }

    /// <summary>Removes everything of it, whatever state it is in.</summary>
    public async Task ClearAsync(TemplateWorkspace workspace, CancellationToken cancellationToken)
    {
        await runtime.RemoveAsync(workspace.Names.Job, cancellationToken);
        await connections.OnServerAsync(
            workspace.Server, c => DropDatabaseAsync(c, workspace.Names.Database, cancellationToken), cancellationToken);
        await connections.RemoveRoleAsync(workspace.Server, workspace.Names.Owner, cancellationToken);
        await runtime.RemoveVolumeAsync(workspace.Names.Volume, cancellationToken);
    }

    private static async Task<int> OpenAsync(
        NpgsqlConnection connection, TemplateWorkspace workspace, OdooTemplate? from, CancellationToken cancellationToken)
    {
        var (database, owner) = (Sql.Identifier(workspace.Database), Sql.Identifier(workspace.Names.Owner));
        // One that could not be removed is there, locked and marked.
        if (!await connection.RoleExistsAsync(workspace.Names.Owner, cancellationToken))
            await connection.ExecuteAsync($"CREATE ROLE {owner} NOLOGIN", cancellationToken);
        await connection.ExecuteAsync(
            $"""
            ALTER ROLE {owner} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
            CONNECTION LIMIT -1 PASSWORD {Sql.Literal(ScramVerifier.Of(workspace.Password))};
            COMMENT ON ROLE {owner} IS NULL
            """,
            cancellationToken);

        if (from is not null)
            await DatabaseClone.CreateAsync(connection, workspace.Database, from.Database, cancellationToken);
        else
            await connection.ExecuteLongAsync($"CREATE DATABASE {database} TEMPLATE {Empty} ENCODING 'UTF8' LC_COLLATE 'C'", cancellationToken);
        return await connection.ExecuteAsync(
            $"REVOKE ALL ON DATABASE {database} FROM PUBLIC; ALTER DATABASE {database} OWNER TO {owner}", cancellationToken);
    }

    private static async Task<int> DropDatabaseAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        if (await connection.FindDatabaseAsync(name, cancellationToken) is null)
            return 0;

        var database = Sql.Identifier(name);
        await connection.ExecuteAsync($"ALTER DATABASE {database} IS_TEMPLATE false", cancellationToken);
        return await connection.ExecuteLongAsync($"DROP DATABASE {database} WITH (FORCE)", cancellationToken);
    }
}
