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

/// <summary>Sessions that would keep others of the server from working are ended, others are not.</summary>
public sealed class ServerSessionTests(SmallOdoo odoo) : IClassFixture<SmallOdoo>, IAsyncLifetime
{
    private ServiceProvider? services;

    private DatabaseServer Server => odoo.Server;

    private IServerSessions Sessions => services!.GetRequiredService<IServerSessions>();

    public Task InitializeAsync()
    {
        services = odoo.AnotherProcess(odoo.Runtime, ("Provisioning:Sessions:Transaction", "00:00:00.2"), ("Provisioning:Sessions:NotificationQueue", "0.002"));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await services!.DisposeAsync();

    [Fact]
    public async Task Who_holds_very_many_locks_is_ended_even_when_there_is_no_room_for_another()
    {
        var alone = await PostgresServer.AloneAsync();
        var server = DatabaseServer.Register(
            new("alone", alone.Host, alone.Port, alone.Host, alone.Port, alone.AdminUsername,
                services!.GetRequiredService<ISecretProtector>().Protect(alone.AdminPassword), 1),
            DateTimeOffset.UnixEpoch);
        foreach (var name in new[] { "odoo_00000000000a", "odoo_00000000000b" })
        {
            await alone.ExecuteAsync($"CREATE ROLE {name} LOGIN PASSWORD 'role-password'");
            await alone.ExecuteAsync($"CREATE DATABASE {name} OWNER {name}");
        }

        (await Sessions.EndHarmfulAsync(server, CancellationToken.None)).ShouldBeEmpty();
        await using var quiet = await LogInAsync(alone, "odoo_00000000000a");
        await new NpgsqlCommand("SELECT count(pg_advisory_lock(g)) FROM generate_series(1, 5000) g", quiet).ExecuteScalarAsync();
        await using var greedy = await LogInAsync(alone, "odoo_00000000000b");
        var full = await Should.ThrowAsync<PostgresException>(
            () => new NpgsqlCommand("SELECT count(pg_advisory_lock(g)) FROM generate_series(1, 10000000) g", greedy).ExecuteScalarAsync());
        full.SqlState.ShouldBe("53200");
        await Should.ThrowAsync<PostgresException>(() => LogInAsync(alone, "odoo_00000000000a"));

        var ended = await Sessions.EndHarmfulAsync(server, CancellationToken.None);

        ended.ShouldBe([new EndedSessions("odoo_00000000000b", SessionEndReason.Locks, 1)]);
        (await new NpgsqlCommand("SELECT 1", quiet).ExecuteScalarAsync()).ShouldBe(1);
        await Eventually.BecomesTrueAsync(async () => await SessionsOfAsync(alone) is ["odoo_00000000000a"]);
        (await Sessions.EndHarmfulAsync(server, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_keeps_notifications_from_being_forgotten_is_ended()
    {
        var name = await odoo.NewInstanceAsync();
        await using var listener = await odoo.LogInAsync(name, name);
        foreach (var sql in new[] { "LISTEN x", "BEGIN", "SELECT 1" })
            await new NpgsqlCommand(sql, listener).ExecuteNonQueryAsync();
        (await EndAsync()).ShouldNotContain(e => e.Role == name);

        await using var talker = await odoo.LogInAsync(name, name);
        await new NpgsqlCommand("SELECT count(pg_notify('x', g || repeat('x', 7900))) FROM generate_series(1, 3000) g", talker).ExecuteNonQueryAsync();

        await Eventually.BecomesTrueAsync(async () =>
            (await EndAsync()).Contains(new EndedSessions(name, SessionEndReason.Notifications, 1)));
        await Should.ThrowAsync<NpgsqlException>(() => new NpgsqlCommand("SELECT 1", listener).ExecuteScalarAsync());
        (await new NpgsqlCommand("SELECT pg_notify('x', '')", talker).ExecuteNonQueryAsync()).ShouldBe(-1);
    }

    [Fact]
    public async Task Who_asks_for_gigabytes_gets_an_error_and_the_server_goes_on()
    {
        var name = await odoo.NewInstanceAsync();
        await using var greedy = await odoo.LogInAsync(name, name);
        await new NpgsqlCommand("SET work_mem = '2GB'", greedy).ExecuteNonQueryAsync();

        var refused = await Should.ThrowAsync<PostgresException>(() => new NpgsqlCommand(
            "SELECT count(*) FROM (SELECT repeat(g::text, 50) t FROM generate_series(1, 3000000) g ORDER BY 1) s", greedy).ExecuteScalarAsync());

        refused.SqlState.ShouldBe(PostgresErrorCodes.OutOfMemory);
        await using var again = await odoo.LogInAsync(name, name);
        (await new NpgsqlCommand("SELECT 1", again).ExecuteScalarAsync()).ShouldBe(1);
    }

    private Task<IReadOnlyList<EndedSessions>> EndAsync() => Sessions.EndHarmfulAsync(Server, CancellationToken.None);

    // Until the locks are given back nobody can ask.
    private static async Task<string[]> SessionsOfAsync(PostgresServer server)
    {
        try
        {
            return [.. await server.ColumnAsync("SELECT usename FROM pg_stat_activity WHERE usename LIKE 'odoo%'")];
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.OutOfMemory)
        {
            return [];
        }
    }

    private static async Task<NpgsqlConnection> LogInAsync(PostgresServer server, string name)
    {
        var login = new NpgsqlConnectionStringBuilder(server.UnpooledConnectionStringOf(name)) { Username = name, Password = "role-password" };
        var connection = new NpgsqlConnection(login.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
