using Npgsql;

namespace SaaSOdoo.Infrastructure.Persistence;

internal static class NpgsqlCommands
{
    /// <summary>A command with positional parameters: <c>$1</c> is the first value.</summary>
    public static NpgsqlCommand CreateCommand(this NpgsqlDataSource database, string sql, params ReadOnlySpan<object> values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
