using Npgsql;

namespace SaaSOdoo.Infrastructure.Tests.Jobs.Queues;

/// <summary>Another session that holds rows locked until it is disposed.</summary>
internal sealed class RowLock : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private RowLock(NpgsqlConnection connection) => this.connection = connection;

    public static async Task<RowLock> OfAsync(string connectionString, string select)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; {select}", connection);
        await command.ExecuteNonQueryAsync();
        return new(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await using (var command = new NpgsqlCommand("rollback", connection))
            await command.ExecuteNonQueryAsync();
        await connection.DisposeAsync();
    }
}
