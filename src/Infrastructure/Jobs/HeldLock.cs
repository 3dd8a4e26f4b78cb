using Medallion.Threading.Postgres;
using Npgsql;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>
/// A lock that one process at a time holds, by a connection of its own to the platform's database: PostgreSQL frees it with the
/// connection, so a process that dies holds nobody up. A process that lives on without that connection is told, and must stop.
/// </summary>
internal sealed class HeldLock : IAsyncDisposable
{
    private readonly string name;
    private readonly PostgresDistributedLockHandle handle;

    private HeldLock(string name, PostgresDistributedLockHandle handle)
    {
        (this.name, this.handle) = (name, handle);
        // Only who asks for the token is told; the connection is watched from here on.
        Lost = handle.HandleLostToken;
    }

    /// <summary>Cancelled as soon as the connection is seen to be gone: from then on somebody else may hold the lock.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Null when somebody else holds it. Nobody waits on a connection: those are few.</summary>
    public static async Task<HeldLock?> TryAcquireAsync(NpgsqlDataSource database, string name, CancellationToken cancellationToken) =>
        await Named(database, name).TryAcquireAsync(TimeSpan.Zero, cancellationToken) is { } handle ? new(name, handle) : null;

    /// <summary>Waits, however long the holder takes.</summary>
    public static async Task<HeldLock> AcquireAsync(NpgsqlDataSource database, string name, CancellationToken cancellationToken) =>
        new(name, await Named(database, name).AcquireAsync(timeout: null, cancellationToken));

    /// <summary>Runs the work, and cancels it when the lock is lost.</summary>
    /// <exception cref="LockLostException">The lock was lost before the work was done.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Lost);
        try
        {
            return await work(either.Token);
        }
        catch (Exception e) when (Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LockLostException(name, e);
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            await work(token);
            return true;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await handle.DisposeAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The connection is gone, and the lock with it.
        }
    }

    // Locks that share a connection would be lost together.
    private static PostgresDistributedLock Named(NpgsqlDataSource database, string name) =>
        new(new(name, allowHashing: true), database, options => options.UseMultiplexing(false));
}
