using Npgsql;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Lets one node at a time do a scheduled job.</summary>
internal sealed class AdvisoryLock(NpgsqlDataSource database)
{
    /// <returns>False when another node is at it; then nothing was done.</returns>
    /// <exception cref="LockLostException">The job was broken off, because another node may be at it by now.</exception>
    public async Task<bool> TryRunAsync(string job, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await using var held = await HeldLock.TryAcquireAsync(database, $"job {job}", cancellationToken);
        if (held is null)
            return false;

        await held.RunAsync(work, cancellationToken);
        return true;
    }
}
