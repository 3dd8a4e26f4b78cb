using System.Collections.Concurrent;
using Npgsql;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>Connections to database servers. Whatever says that a server is away leaves here as one exception.</summary>
internal sealed class ServerConnections(ISecretProtector secrets, IRandomSecrets random, TimeProvider time) : IAsyncDisposable
{
    private const string MaintenanceDatabase = "postgres";

    private readonly ConcurrentDictionary<Account, NpgsqlDataSource> pools = new();
    private readonly ConcurrentDictionary<Account, ServerBreaker> breakers = new();

    /// <summary>False while it is not asked because it did not answer.</summary>
    public bool IsAnswering(DatabaseServer server) => BreakerOf(server).IsAnswering;

    /// <summary>As the administrator, in the maintenance database.</summary>
    public Task<T> OnServerAsync<T>(DatabaseServer server, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken) =>
        UseAsync(
            BreakerOf(server),
            pools.GetOrAdd(Account.Of(server), account => Source(Login(account, MaintenanceDatabase, pooling: true))),
            work,
            cancellationToken);

    /// <summary>As the administrator, in a database that no customer has touched yet.</summary>
    public Task<T> InPristineAsync<T>(
        DatabaseServer server, string database, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken) =>
        InDatabaseAsync(server, database, work, cancellationToken);

    /// <summary>As the administrator. Where customers could leave code, only for statements that run none of it.</summary>
    public async Task<T> InDatabaseAsync<T>(
        DatabaseServer server, string database, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var source = Source(Login(Account.Of(server), database, pooling: false));
        return await UseAsync(BreakerOf(server), source, work, cancellationToken);
    }

    /// <summary>
    /// With the rights of the database's owner and no others: a customer may have put code into views, operators or indexes that would
    /// run with the administrator's rights. Nobody keeps the owner's password, so a temporary role with its rights comes and goes.
    /// </summary>
    public async Task<T> AsOwnerAsync<T>(
        DatabaseServer server, string database, string owner, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        return await LendOwnerAsync(server, owner, connections: 1, UseAsync, cancellationToken);

        async Task<T> UseAsync(string role, string password)
        {
            var login = Login(Account.Of(server), database, pooling: false);
            (login.Username, login.Password) = (role, password);

            // Functions of Odoo's own indexes may rely on the usual one.
            login.SearchPath = null;
            await using var source = Source(login);
            return await ServerConnections.UseAsync(BreakerOf(server), source, work, cancellationToken);
        }
    }

    /// <summary>A login with the owner's rights, for a program that runs elsewhere. It is gone afterwards, with whatever it left running.</summary>
    public async Task<T> LendOwnerAsync<T>(
        DatabaseServer server, string owner, int connections, Func<string, string, Task<T>> work, CancellationToken cancellationToken)
    {
        var (temporary, password) = (TemporaryRole.NameFor(owner), random.Token());
        await OnServerAsync(server, c => TemporaryRole.CreateAsync(c, temporary, password, owner, connections, cancellationToken), cancellationToken);
        try
        {
            return await work(temporary, password);
        }
        finally
        {
            await this.RemoveRoleAsync(server, temporary, CancellationToken.None);
        }
    }

    /// <summary>
    /// With the rights of the database's owner as well, for as long as a backup takes: a connection that is kept, and a login with which a tool
    /// of the platform opens another. What an attempt before has left is ended first.
    /// </summary>
    public async Task<OwnerSession> OpenDumpAsync(DatabaseServer server, string database, string owner, CancellationToken cancellationToken)
    {
        await TemporaryRole.DropLeftoversAsync(this, server, owner, cancellationToken);
        var login = Login(Account.Of(server), database, pooling: false);
        (login.Username, login.Password) = (TemporaryRole.NameFor(owner, TemporaryRole.DumpInfix), random.Token());
        login.TcpKeepAlive = true;
        await OnServerAsync(
            server,
            c => TemporaryRole.CreateAsync(c, login.Username, login.Password, owner, OwnerSession.Connections, cancellationToken),
            cancellationToken);
        var session = new OwnerSession(login, () => this.RemoveRoleAsync(server, login.Username, CancellationToken.None));
        try
        {
            await session.UseAsync(c => c.OpenAsync(cancellationToken));
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>One connection as the administrator, in the maintenance database, that its user keeps and disposes.</summary>
    /// <param name="patience">For connecting, and for each statement: while a login waits, Npgsql looks at no token. Null: the usual.</param>
    public async Task<NpgsqlConnection> OpenAsync(DatabaseServer server, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        var login = Login(Account.Of(server), MaintenanceDatabase, pooling: false);
        if (patience is { } limit)
            login.Timeout = login.CommandTimeout = (int)limit.TotalSeconds;
        var connection = new NpgsqlConnection(login.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (Exception e)
        {
            await connection.DisposeAsync();
            throw ServerFailures.IsAway(e) ? ServerFailures.Unavailable(e) : e;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in pools.Values)
            await pool.DisposeAsync();
    }

    private ServerBreaker BreakerOf(DatabaseServer server) => breakers.GetOrAdd(Account.Of(server), _ => new(time));

    private static Task<T> UseAsync<T>(
        ServerBreaker breaker, NpgsqlDataSource source, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken) =>
        breaker.RunAsync(() => UseAsync(source, work, cancellationToken), cancellationToken);

    private static async Task<T> UseAsync<T>(
        NpgsqlDataSource source, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
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

    private NpgsqlConnectionStringBuilder Login(Account account, string database, bool pooling) => new()
    {
        Host = account.Host,
        Port = account.Port,
        Username = account.Username,
        Password = secrets.Unprotect(account.ProtectedPassword),
        Database = database,
        ApplicationName = "saasodoo",

        // A template must have no connection when it is cloned, and a database none when it is dropped.
        Pooling = pooling,
        MaxPoolSize = 20,
        Timeout = 10,

        // What the catalogue is asked takes milliseconds: a server that fell silent must not hold a worker for long.
        CommandTimeout = pooling ? 30 : (int)Sql.LongLimit.TotalSeconds,

        // The owner of a database may have given it settings that each session begins with; these come after them.
        Options = "-c default_transaction_read_only=off -c statement_timeout=0 -c role=none",

        // Instances may create objects in places an unqualified name could reach.
        SearchPath = "pg_catalog",
    };

    private static NpgsqlDataSource Source(NpgsqlConnectionStringBuilder login)
    {
        var builder = new NpgsqlDataSourceBuilder(login.ConnectionString);

        // A span holds the statement; these hold what PostgreSQL stores of a password.
        builder.ConfigureTracing(tracing => tracing.ConfigureCommandFilter(
            command => !command.CommandText.Contains("PASSWORD", StringComparison.Ordinal)));
        return builder.Build();
    }

    // A server that is configured anew gets a new pool; the old one's idle connections close by themselves.
    private sealed record Account(string Host, int Port, string Username, string ProtectedPassword)
    {
        public static Account Of(DatabaseServer server) => new(server.Host, server.Port, server.AdminUsername, server.AdminPassword);
    }
}
