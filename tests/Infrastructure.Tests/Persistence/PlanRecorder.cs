using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace SaaSOdoo.Infrastructure.Tests.Persistence;

/// <summary>Asks PostgreSQL for the plan of each query that is run, with the values that it is run with.</summary>
internal sealed class PlanRecorder : DbCommandInterceptor
{
    /// <summary>Each query is run twice; what inserts is left out.</summary>
    public bool IsOn { get; set; }

    public List<(string Sql, string Plan)> Plans { get; set; } = [];

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        // What writes would be written twice.
        if (!IsOn || command.CommandText.StartsWith("INSERT", StringComparison.OrdinalIgnoreCase))
            return result;

        await using var explain = new NpgsqlCommand($"explain (analyze, buffers) {command.CommandText}", (NpgsqlConnection)command.Connection!, (NpgsqlTransaction?)command.Transaction);
        foreach (NpgsqlParameter parameter in command.Parameters)
            explain.Parameters.Add(parameter.Clone());
        await using var reader = await explain.ExecuteReaderAsync(cancellationToken);
        var lines = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            lines.Add(reader.GetString(0));
        Plans.Add((command.CommandText, string.Join('\n', lines)));
        return result;
    }
}
