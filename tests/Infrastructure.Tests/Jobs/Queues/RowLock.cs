using Npgsql;

namespace SaaSOdoo.Infrastructure.Tests.Jobs.Queues;

/// <summary>Another session that holds rows locked until it is disposed.</summary>
internal sealed class RowLock : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private RowLock(NpgsqlConnection connection) => this.connection = connection;

    public static async Task<RowLock> OfAsync(string connectionString, string select)
    {
        var session = new NpgsqlConnection(connectionString);
        await session.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; {select}", session);
        await command.ExecuteNonQueryAsync();
        return new(session);
    }

    public async ValueTask DisposeAsync()
    {
        await using (var command = new NpgsqlCommand("rollback", connection))
            await command.ExecuteNonQueryAsync();
        await connection.DisposeAsync();
    }
}
