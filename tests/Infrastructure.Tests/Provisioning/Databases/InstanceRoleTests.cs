using Npgsql;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Databases;

public sealed class InstanceRoleTests(SmallOdoo odoo) : IClassFixture<SmallOdoo>
{
    private DatabaseServer Server => odoo.Server;

    [Fact]
    public async Task Ensuring_twice_leaves_one_role_with_the_last_password()
    {
        var name = await odoo.NewInstanceAsync("first");
        await odoo.Databases.EnsureRoleAsync(Server, name, name, "second", CancellationToken.None);

        await (await odoo.LogInAsync(name, name, "second")).DisposeAsync();
        (await Should.ThrowAsync<PostgresException>(() => odoo.LogInAsync(name, name, "first"))).SqlState.ShouldBe("28P01");
    }

    [Fact]
    public async Task A_role_may_do_nothing_outside_its_database()
    {
        var (mine, other) = (await odoo.NewInstanceAsync(), await odoo.NewInstanceAsync());
        await using var connection = await odoo.LogInAsync(mine, mine);

        await RefusedAsync(connection, "CREATE DATABASE stolen");
        await RefusedAsync(connection, "CREATE ROLE stolen");
        await RefusedAsync(connection, $"ALTER ROLE {other} PASSWORD 'mine'");
        await RefusedAsync(connection, $"SET ROLE {other}");
        await RefusedAsync(connection, "COPY (SELECT 1) TO PROGRAM 'true'");
        (await Should.ThrowAsync<PostgresException>(() => odoo.LogInAsync(other, mine))).SqlState.ShouldBe("42501");
        (await Should.ThrowAsync<PostgresException>(() => odoo.LogInAsync(odoo.Template.Database, mine))).SqlState.ShouldBe("55000");
        (await odoo.ReadAsync("postgres", $"SELECT rolconnlimit FROM pg_roles WHERE rolname = '{mine}'")).ShouldBe(["24"]);
    }

    [Fact]
    public async Task The_password_itself_never_reaches_the_server()
    {
        const string password = "a-password-to-look-for";
        await odoo.Databases.EnsureRoleAsync(Server, "odoo_none", odoo.NewName(), password, CancellationToken.None);

        // The pooled connection still shows the statement it ran last.
        var statements = await odoo.ReadAsync("postgres", "SELECT query FROM pg_stat_activity WHERE application_name = 'saasodoo'");
        statements.ShouldContain(s => s.Contains("SCRAM-SHA-256$4096:"));
        statements.ShouldNotContain(s => s.Contains(password));
    }

    [Fact]
    public async Task Dropping_a_role_ends_its_sessions_and_leftovers_and_is_idempotent()
    {
        var name = odoo.NewName();
        await odoo.Databases.EnsureRoleAsync(Server, name, name, "role-password", CancellationToken.None);
        await odoo.Host.ExecuteAsync($"CREATE ROLE {name}_guest_leftover IN ROLE {name}; GRANT SELECT ON pg_catalog.pg_class TO {name}");
        await odoo.Host.ExecuteAsync($"GRANT CONNECT ON DATABASE postgres TO {name}");
        await using var connection = await odoo.LogInAsync("postgres", name);

        await odoo.Databases.DropRoleAsync(Server, name, CancellationToken.None);
        await odoo.Databases.DropRoleAsync(Server, name, CancellationToken.None);

        (await odoo.ReadAsync("postgres", $"SELECT rolname FROM pg_roles WHERE rolname LIKE '{name}%'")).ShouldBeEmpty();
        await Should.ThrowAsync<NpgsqlException>(() => new NpgsqlCommand("SELECT 1", connection).ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_temporary_role_of_an_attempt_that_is_over_is_dropped_while_its_session_is_at_work()
    {
        var name = odoo.NewName();
        var temporary = $"{name}_guest_leftover";
        await odoo.Databases.EnsureRoleAsync(Server, name, name, "role-password", CancellationToken.None);
        await odoo.Host.ExecuteAsync($"CREATE ROLE {temporary} LOGIN PASSWORD 'role-password' IN ROLE {name}; GRANT CONNECT ON DATABASE postgres TO {name}");
        await using var connection = await odoo.LogInAsync("postgres", temporary);
        await using var working = new NpgsqlCommand("SELECT pg_sleep(600)", connection);
        var work = working.ExecuteScalarAsync();

        await odoo.Databases.EndLeftoversAsync(Server, name, CancellationToken.None);

        (await odoo.ReadAsync("postgres", $"SELECT rolname FROM pg_roles WHERE rolname LIKE '{name}%'")).ShouldBe([name]);
        await Should.ThrowAsync<NpgsqlException>(() => work);
    }

    private static async Task RefusedAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe("42501");
    }
}
