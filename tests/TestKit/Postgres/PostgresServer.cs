using System.Globalization;
using Npgsql;

namespace SaaSOdoo.TestKit.Postgres;

/// <summary>
/// The PostgreSQL servers of this test process, the platform's and the instances': those that SAASODOO_TEST_POSTGRES and
/// SAASODOO_TEST_INSTANCES_POSTGRES name (a superuser's connection string), or throw-away clusters from the installed binaries,
/// gone with the process.
/// </summary>
public sealed class PostgresServer
{
    private const string User = "test_platform_user";
    private const string UserPassword = "of-the-tests-only";

    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartPlatformsAsync);
    private static readonly Lazy<Task<PostgresServer>> Instances = new(StartInstancesAsync);
    private readonly NpgsqlConnectionStringBuilder admin;

    private PostgresServer(string connectionString) => admin = new(connectionString);

    /// <exception cref="RequirementMissingException">There is no server and none can be started; skips the test.</exception>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>Set up as <c>eng/run</c> does it for instances.</summary>
    /// <exception cref="RequirementMissingException">There is no server and none can be started; skips the test.</exception>
    public static Task<PostgresServer> InstancesAsync() => Instances.Value;

    /// <summary>An instances' server of a test's own, for what would keep other tests from working.</summary>
    public static async Task<PostgresServer> AloneAsync() => new(await ThrowAwayCluster.StartAsync(forInstances: true));

    public string Host => admin.Host!;
    public int Port => admin.Port;
    public string AdminUsername => admin.Username!;
    public string AdminPassword => admin.Password!;

    /// <summary>As superuser. Small pools: many databases share the server's connections.</summary>
    public string ConnectionStringOf(string database) =>
        new NpgsqlConnectionStringBuilder(admin.ConnectionString) { Database = database, MaxPoolSize = 30, IncludeErrorDetail = true }.ConnectionString;

    /// <summary>As a role without any right of its own.</summary>
    public string UserConnectionStringOf(string database) =>
        new NpgsqlConnectionStringBuilder(ConnectionStringOf(database)) { Username = User, Password = UserPassword }.ConnectionString;

    /// <summary>For connections that must be gone when disposed, as a template's.</summary>
    public string UnpooledConnectionStringOf(string database) =>
        new NpgsqlConnectionStringBuilder(ConnectionStringOf(database)) { Pooling = false }.ConnectionString;

    public Task CreateDatabaseAsync(string name, string template = "template1") =>
        ExecuteAsync($"CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"");

    /// <summary>Ends what is still connected; no error when there is no such database.</summary>
    public Task DropDatabaseAsync(string name) => ExecuteAsync($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");

    /// <summary>A statement as superuser, outside a transaction.</summary>
    public async Task ExecuteAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(UnpooledConnectionStringOf(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>An open connection of another role's, gone when it is disposed.</summary>
    public async Task<NpgsqlConnection> LogInAsync(string database, string role, string password)
    {
        var login = new NpgsqlConnectionStringBuilder(UnpooledConnectionStringOf(database)) { Username = role, Password = password };
        var connection = new NpgsqlConnection(login.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>The first column of a query as superuser, as text.</summary>
    public async Task<IReadOnlyList<string>> ColumnAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(UnpooledConnectionStringOf(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        return values;
    }

    private static async Task<PostgresServer> StartPlatformsAsync()
    {
        var server = new PostgresServer(Requires.Settings["POSTGRES"] ?? await ThrowAwayCluster.StartAsync(forInstances: false));

        // Several test processes may share the server.
        await server.ExecuteAsync(
            $"""
            DO $$ BEGIN
                CREATE ROLE {User} LOGIN PASSWORD '{UserPassword}';
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END $$
            """);
        return server;
    }

    private static async Task<PostgresServer> StartInstancesAsync() =>
        new(Requires.Settings["INSTANCES_POSTGRES"] ?? await ThrowAwayCluster.StartAsync(forInstances: true));
}
