using System.Data;
using Npgsql;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>
/// Held by the one builder of a template, on a connection of its own to the platform's database: when the builder dies, so does the
/// connection, and the lock is free.
/// </summary>
internal sealed class TemplateLock : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly long key;

    private TemplateLock(NpgsqlConnection connection, long key) => (this.connection, this.key) = (connection, key);

    /// <summary>Null when somebody else holds it. Nobody waits on a connection: those are few.</summary>
    public static async Task<TemplateLock?> TryAcquireAsync(NpgsqlDataSource platform, long key, CancellationToken cancellationToken)
    {
        var opened = await platform.OpenConnectionAsync(cancellationToken);
        var held = false;
        try
        {
            held = (await opened.QueryAsync("SELECT pg_try_advisory_lock($1)", r => r.GetBoolean(0), cancellationToken, key)).Single();
            return held ? new(opened, key) : null;
        }
        finally
        {
            if (!held)
                await opened.DisposeAsync();
        }
    }

    /// <summary>Fails when the connection broke meanwhile: then another builder may be at work.</summary>
    public Task EnsureHeldAsync(CancellationToken cancellationToken) => connection.ExecuteAsync("SELECT", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            // The pool would free the lock only when the connection is used again.
            if (connection.State == ConnectionState.Open)
                await connection.ExecuteAsync("SELECT pg_advisory_unlock($1)", CancellationToken.None, key);
        }
        catch (Exception e) when (ServerFailures.IsAway(e))
        {
            // The connection is gone, and the lock with it.
        }

        await connection.DisposeAsync();
    }
}
