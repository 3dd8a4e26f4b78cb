using System.Globalization;
using Npgsql;

namespace SaaSOdoo.TestKit.Postgres;

/// <summary>
/// The PostgreSQL server of this test process: the one that SAASODOO_TEST_POSTGRES names (a superuser's connection string),
/// or a throw-away cluster from the installed binaries, gone with the process.
/// </summary>
public sealed class PostgresServer
{
    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);
    private readonly NpgsqlConnectionStringBuilder admin;

    private PostgresServer(string connectionString) => admin = new(connectionString);

    /// <exception cref="RequirementMissingException">There is no server and none can be started; skips the test.</exception>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    public string Host => admin.Host!;
    public int Port => admin.Port;
    public string AdminUsername => admin.Username!;
    public string AdminPassword => admin.Password!;

    /// <summary>As superuser. Small pools: many databases share the server's connections.</summary>
    public string ConnectionStringOf(string database) =>
        new NpgsqlConnectionStringBuilder(admin.ConnectionString) { Database = database, MaxPoolSize = 30, IncludeErrorDetail = true }.ConnectionString;

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

    private static async Task<PostgresServer> StartAsync() => new(Requires.Settings["POSTGRES"] ?? await ThrowAwayCluster.StartAsync());
}
