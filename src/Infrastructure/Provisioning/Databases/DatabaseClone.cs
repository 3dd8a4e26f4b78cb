using Npgsql;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

internal static class DatabaseClone
{
    private const int FirstVersionWithStrategies = 15;

    /// <summary>Copies a database; the copy belongs to the administrator, and nobody else could ever connect to it.</summary>
    public static async Task CreateAsync(NpgsqlConnection connection, string database, string from, CancellationToken cancellationToken)
    {
        // Quicker than copying files for databases as small as a template, and without a checkpoint.
        var strategy = connection.PostgreSqlVersion.Major >= FirstVersionWithStrategies ? "STRATEGY wal_log" : "";
        await connection.ExecuteLongAsync(
            $"CREATE DATABASE {Sql.Identifier(database)} TEMPLATE {Sql.Identifier(from)} {strategy} ALLOW_CONNECTIONS false", cancellationToken);
        await OpenAsync(connection, database, cancellationToken);
    }

    /// <summary>An empty one in the same state.</summary>
    public static async Task CreateEmptyAsync(NpgsqlConnection connection, string database, CancellationToken cancellationToken)
    {
        await connection.ExecuteLongAsync(
            $"CREATE DATABASE {Sql.Identifier(database)} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' ALLOW_CONNECTIONS false", cancellationToken);
        await OpenAsync(connection, database, cancellationToken);
    }

    private static async Task OpenAsync(NpgsqlConnection connection, string database, CancellationToken cancellationToken)
    {
        var name = Sql.Identifier(database);
        await connection.ExecuteAsync(
            $"""
            REVOKE ALL ON DATABASE {name} FROM PUBLIC;
            COMMENT ON DATABASE {name} IS {Sql.Literal(CloneMark.Text)};
            ALTER DATABASE {name} ALLOW_CONNECTIONS true
            """,
            cancellationToken);
    }
}
