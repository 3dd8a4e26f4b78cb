using Npgsql;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>One process at a time prepares the database; freed with the connection, also by a process that dies.</summary>
internal sealed class StartLock : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private StartLock(NpgsqlConnection connection) => this.connection = connection;

    public static async Task<StartLock> AcquireAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        // However long the migration of the process that is first takes.
        var holder = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select pg_advisory_lock(hashtext('start'))", holder) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new StartLock(holder);
    }

    public async ValueTask DisposeAsync()
    {
        await using (var command = new NpgsqlCommand("select pg_advisory_unlock(hashtext('start'))", connection))
            await command.ExecuteNonQueryAsync();
        await connection.DisposeAsync();
    }
}
