using Npgsql;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Lets one node at a time do a scheduled job. PostgreSQL frees the lock with the connection, so a dead node holds nothing up.</summary>
internal sealed class AdvisoryLock(NpgsqlDataSource database)
{
    /// <returns>False when another node is at it; then nothing was done.</returns>
    public async Task<bool> TryRunAsync(string job, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (!await ScalarAsync(connection, "select pg_try_advisory_lock(hashtext($1))", job, cancellationToken))
            return false;

        try
        {
            await work(cancellationToken);
            return true;
        }
        finally
        {
            await ScalarAsync(connection, "select pg_advisory_unlock(hashtext($1))", job, CancellationToken.None);
        }
    }

    private static async Task<bool> ScalarAsync(NpgsqlConnection connection, string sql, string job, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new NpgsqlParameter { Value = job } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
