using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Databases;

/// <summary>
/// Sessions that would keep others of the server from working are ended, others are not. On a server of their own, because other tests
/// are others too.
/// </summary>
public sealed class ServerSessionTests(SmallOdoo odoo) : IClassFixture<SmallOdoo>, IAsyncLifetime
{
    private const string Password = "role-password";

    private static readonly Lazy<Task<PostgresServer>> Alone = new(PostgresServer.AloneAsync);
    private static int names;

    private ServiceProvider? services;
    private PostgresServer? host;
    private DatabaseServer? server;

    public async Task InitializeAsync()
    {
        services = odoo.AnotherProcess(
            odoo.Runtime, ("Provisioning:Sessions:Transaction", "00:00:00.2"), ("Provisioning:Sessions:NotificationQueue", "0.002"));
        host = await Alone.Value;
        var password = services.GetRequiredService<ISecretProtector>().Protect(host.AdminPassword);
        server = DatabaseServer.Register(
            new("alone", host.Host, host.Port, host.Host, host.Port, host.AdminUsername, password, 1), DateTimeOffset.UnixEpoch);
    }

    public async Task DisposeAsync() => await services!.DisposeAsync();

    [Fact]
    public async Task Who_holds_very_many_locks_is_ended_even_when_there_is_no_room_for_another()
    {
        var (quietRole, greedyRole) = (await NewRoleAsync(), await NewRoleAsync());
        (await EndAsync()).ShouldBeEmpty();
        await using var quiet = await LogInAsync(quietRole);
        await RunAsync(quiet, "SELECT count(pg_advisory_lock(g)) FROM generate_series(1, 5000) g");
        await using var greedy = await LogInAsync(greedyRole);
        // Caught there: Npgsql closes a connection that was told that the memory is full, and the locks would go with it.
        await RunAsync(greedy, """
            DO $$ BEGIN
                PERFORM count(pg_advisory_lock(g)) FROM generate_series(1, 10000000) g;
                RAISE EXCEPTION 'the table of locks is not full';
            EXCEPTION WHEN out_of_memory THEN NULL;
            END $$
            """);
        await Should.ThrowAsync<PostgresException>(() => LogInAsync(quietRole));

        var ended = await EndAsync();

        ended.ShouldBe([new EndedSessions(greedyRole, SessionEndReason.Locks, 1)]);
        await RunAsync(quiet, "SELECT 1");
        await Eventually.BecomesTrueAsync(async () => await SessionsAsync() is [var left] && left == quietRole);
        (await EndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_keeps_notifications_from_being_forgotten_is_ended()
    {
        var role = await NewRoleAsync();
        await using var listener = await LogInAsync(role);
        foreach (var sql in new[] { "LISTEN x", "BEGIN", "SELECT 1" })
            await RunAsync(listener, sql);
        (await EndAsync()).ShouldBeEmpty();

        await using var talker = await LogInAsync(role);
        await RunAsync(talker, "SELECT count(pg_notify('x', g || repeat('x', 7900))) FROM generate_series(1, 3000) g");

        await Eventually.BecomesTrueAsync(async () => (await EndAsync()).Contains(new EndedSessions(role, SessionEndReason.Notifications, 1)));
        await Should.ThrowAsync<NpgsqlException>(() => RunAsync(listener, "SELECT 1"));
        await RunAsync(talker, "SELECT pg_notify('x', '')");
    }

    [Fact]
    public async Task Who_asks_for_gigabytes_gets_an_error_and_the_server_goes_on()
    {
        var role = await NewRoleAsync();
        await using var greedy = await LogInAsync(role);
        await RunAsync(greedy, "SET work_mem = '2GB'");

        var refused = await Should.ThrowAsync<PostgresException>(() => RunAsync(
            greedy, "SELECT count(*) FROM (SELECT repeat(g::text, 50) t FROM generate_series(1, 3000000) g ORDER BY 1) s"));

        refused.SqlState.ShouldBe(PostgresErrorCodes.OutOfMemory);
        await using var again = await LogInAsync(role);
        await RunAsync(again, "SELECT 1");
    }

    private Task<IReadOnlyList<EndedSessions>> EndAsync() =>
        services!.GetRequiredService<IServerSessions>().EndHarmfulAsync(server!, CancellationToken.None);

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string> NewRoleAsync()
    {
        var name = $"odoo_{Interlocked.Increment(ref names):x12}";
        await host!.ExecuteAsync($"CREATE ROLE {name} LOGIN PASSWORD '{Password}'");
        await host.ExecuteAsync($"CREATE DATABASE {name} OWNER {name}");
        return name;
    }

    // Until the locks are given back nobody can ask.
    private async Task<string[]> SessionsAsync()
    {
        try
        {
            return [.. await host!.ColumnAsync("SELECT usename FROM pg_stat_activity WHERE usename LIKE 'odoo%'")];
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.OutOfMemory)
        {
            return [];
        }
    }

    private Task<NpgsqlConnection> LogInAsync(string name) => host!.LogInAsync(name, name, Password);
}
