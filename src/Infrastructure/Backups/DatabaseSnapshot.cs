using Npgsql;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>
/// One moment of a database, which other sessions see as well while this is open. Meanwhile Odoo writes on, but does not collect files that
/// attachments have let go of: it does so under a lock that this one keeps away.
/// </summary>
internal sealed class DatabaseSnapshot : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // The owner may have given his database limits that would end a transaction of hours.
    private const string WithoutLimits = """
        SET search_path = pg_catalog;
        SELECT set_config(name, '0', false) FROM pg_settings
        WHERE name IN ('idle_in_transaction_session_timeout', 'idle_session_timeout', 'transaction_timeout', 'lock_timeout')
        """;

    private DatabaseSnapshot(OwnerSession session, string id) => (Session, Id) = (session, id);

    public OwnerSession Session { get; }

    /// <summary>By which another session takes it.</summary>
    public string Id { get; }

    /// <exception cref="RefusedException">Code <c>backup_failed</c>.</exception>
    public static async Task<DatabaseSnapshot> TakeAsync(
        ServerConnections connections, InstanceData data, BackupOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var session = await connections.OpenDumpAsync(data.Server, data.Database, data.Role, cancellationToken);
        try
        {
            await session.UseAsync(c => c.ExecuteAsync(WithoutLimits, cancellationToken));
            await session.UseAsync(c => SnapshotContents.RefuseStrangersAsync(c, cancellationToken));
            for (var attempt = 1; attempt <= options.Attempts; attempt++)
            {
                if (await session.UseAsync(c => TryTakeAsync(session, c, options.LockTimeout, cancellationToken)) is { } taken)
                    return taken;
                await Task.Delay(Pause, clock, cancellationToken);
            }

            throw Busy();
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read) => Session.UseAsync(async c =>
    {
        try
        {
            return await read(c);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw Busy(e);
        }
        catch (PostgresException e) when (!ServerFailures.IsAway(e) && !ServerFailures.IsChanged(e))
        {
            // Its words may be a customer's.
            throw new RefusedException(BackupFailures.Failed, $"PostgreSQL refuses to read the database ({e.SqlState}).", e);
        }
    });

    /// <summary>The lock was held all the time. Nothing was written, and nothing shall be.</summary>
    /// <exception cref="DependencyUnavailableException">The session was ended meanwhile.</exception>
    public Task CloseAsync(CancellationToken cancellationToken) => Session.UseAsync(c => c.ExecuteAsync("ROLLBACK", cancellationToken));

    public ValueTask DisposeAsync() => Session.DisposeAsync();

    private static async Task<DatabaseSnapshot?> TryTakeAsync(
        OwnerSession session, NpgsqlConnection connection, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("BEGIN ISOLATION LEVEL REPEATABLE READ", cancellationToken);
        try
        {
            // The lock first: the snapshot is of the first query after it, so that nothing was collected in between.
            await connection.ExecuteAsync(
                $"SET LOCAL lock_timeout = '{lockTimeout.TotalMilliseconds:0}ms'; LOCK TABLE public.ir_attachment IN ROW EXCLUSIVE MODE", cancellationToken);
            var id = await connection.QueryAsync("SELECT pg_export_snapshot()", r => r.GetString(0), cancellationToken);
            return new(session, id.Single());
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            await connection.ExecuteAsync("ROLLBACK", cancellationToken);
            return null;
        }
    }

    private static RefusedException Busy(Exception? inner = null) =>
        new(BackupFailures.Failed, "The database is busy: something keeps tables of it locked.", inner);
}
