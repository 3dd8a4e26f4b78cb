using Npgsql;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>A connection with the rights of a database's owner and no others, by a role that goes with it.</summary>
/// <remarks>Not behind the server's breaker: much else than the server may fail in the hours that it is open.</remarks>
internal sealed class OwnerSession(NpgsqlConnectionStringBuilder login, Func<Task> remove) : IAsyncDisposable
{
    /// <summary>This one and the tool's.</summary>
    public const int Connections = 2;

    private readonly NpgsqlConnection connection = new(login.ConnectionString);

    public string Host => login.Host!;

    public int Port => login.Port;

    public string Database => login.Database!;

    public string Username => login.Username!;

    public string Password => login.Password!;

    /// <summary>Settings a session of this login begins with, which come after those that the owner gave the database.</summary>
    public string Options => login.Options!;

    /// <summary>Whatever says that the server is away leaves as one exception.</summary>
    public Task UseAsync(Func<NpgsqlConnection, Task> work) =>
        UseAsync(async c =>
        {
            await work(c);
            return true;
        });

    /// <inheritdoc cref="UseAsync(Func{NpgsqlConnection, Task})"/>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work)
    {
        try
        {
            return await work(connection);
        }
        catch (Exception e) when (ServerFailures.IsAway(e))
        {
            throw ServerFailures.Unavailable(e);
        }
        catch (Exception e) when (ServerFailures.IsChanged(e))
        {
            throw ServerFailures.Changed(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        try
        {
            await remove();
        }
        catch (DependencyUnavailableException)
        {
            // The next attempt drops it before it begins, and what this one ended with matters more.
        }
    }
}
