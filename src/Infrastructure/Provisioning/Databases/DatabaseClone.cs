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
        var name = Sql.Identifier(database);

        await connection.ExecuteLongAsync(
            $"CREATE DATABASE {name} TEMPLATE {Sql.Identifier(from)} {strategy} ALLOW_CONNECTIONS false", cancellationToken);
        await connection.ExecuteAsync(
            $"""
            REVOKE ALL ON DATABASE {name} FROM PUBLIC;
            COMMENT ON DATABASE {name} IS {Sql.Literal(CloneMark.Text)};
            ALTER DATABASE {name} ALLOW_CONNECTIONS true
            """,
            cancellationToken);
    }
}
