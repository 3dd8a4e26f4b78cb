using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SaaSOdoo.Infrastructure.Persistence;
using Xunit;

namespace SaaSOdoo.TestKit.Postgres;

/// <summary>
/// A fresh platform database for a test class (<c>IClassFixture&lt;PlatformDatabase&gt;</c>), cloned from a template that is
/// migrated once per process, dropped at the end.
/// </summary>
public sealed class PlatformDatabase : IAsyncLifetime
{
    private static readonly Lazy<Task<string>> Template = new(CreateTemplateAsync);

    private readonly string name = $"platform_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
    private RequirementMissingException? missing;
    private PostgresServer? server;

    /// <summary>Skips the test when there is no PostgreSQL.</summary>
    public string ConnectionString => Server.ConnectionStringOf(name);

    /// <summary>As the platform's processes connect: a role that may read and write rows and nothing else, once it was granted that.</summary>
    public string UserConnectionString => Server.UserConnectionStringOf(name);

    // A fixture may not skip (xunit reports a failure), so the first use does.
    public PostgresServer Server => missing is null ? server! : throw missing;

    /// <summary>A context of its own: never share one between arranging and asserting.</summary>
    public AppDb NewDb() => new(Options(ConnectionString));

    /// <summary>Ends the connections that hold an advisory lock here, as a network or an operator does.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> EndLockHoldersAsync() => (await Server.ColumnAsync(
        """
        SELECT pg_terminate_backend(pid) FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """,
        name)).Count;

    public async Task InitializeAsync()
    {
        try
        {
            server = await PostgresServer.SharedAsync();
            await server.CreateDatabaseAsync(name, await Template.Value);
        }
        catch (RequirementMissingException e)
        {
            missing = e;
        }
    }

    public async Task DisposeAsync()
    {
        if (server is null)
            return;

        await using var connection = new NpgsqlConnection(ConnectionString);
        NpgsqlConnection.ClearPool(connection);
        await Server.DropDatabaseAsync(name);
    }

    private static async Task<string> CreateTemplateAsync()
    {
        var host = await PostgresServer.SharedAsync();
        var template = $"template_{Environment.ProcessId}_{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
        await host.CreateDatabaseAsync(template);
        await using var db = new AppDb(Options(host.UnpooledConnectionStringOf(template)));
        if (db.Database.GetMigrations().Any())
            await db.Database.MigrateAsync();
        else
            await db.Database.EnsureCreatedAsync();
        return template;
    }

    private static DbContextOptions<AppDb> Options(string connectionString) =>
        new DbContextOptionsBuilder<AppDb>().UseNpgsql(connectionString).Options;
}
