using System.Text;
using Npgsql;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>The one place that quotes: DDL takes no parameters.</summary>
internal static class Sql
{
    // PostgreSQL cuts longer names silently, and two names could become one.
    private const int MaxIdentifierBytes = 63;

    /// <summary>For what copies or drops a whole database.</summary>
    public static TimeSpan LongLimit { get; } = TimeSpan.FromMinutes(5);

    public static string Identifier(string name)
    {
        if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > MaxIdentifierBytes || name.Contains('\0'))
            throw new ArgumentException("Not a name for PostgreSQL.", nameof(name));

        return $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>Reads the same with standard_conforming_strings on or off.</summary>
    public static string Literal(string value)
    {
        if (value.Contains('\0'))
            throw new ArgumentException("PostgreSQL has no text with a zero character.", nameof(value));

        var quoted = $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
        return value.Contains('\\') ? $" E{quoted.Replace(@"\", @"\\", StringComparison.Ordinal)}" : quoted;
    }

    public static async Task<int> ExecuteAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The same within <see cref="LongLimit"/>.</summary>
    public static async Task<int> ExecuteLongAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, []);
        command.CommandTimeout = (int)LongLimit.TotalSeconds;
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<List<T>> QueryAsync<T>(
        this NpgsqlConnection connection,
        string sql,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken,
        params object[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
