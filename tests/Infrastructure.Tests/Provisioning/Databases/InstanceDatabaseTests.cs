using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Databases;

public sealed class InstanceDatabaseTests(SmallOdoo odoo) : IClassFixture<SmallOdoo>
{
    private const string OwnersOfTables = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'";

    private DatabaseServer Server => odoo.Server;

    [Fact]
    public async Task A_clone_and_everything_in_it_belong_to_the_role_and_a_second_ensure_keeps_its_content()
    {
        var name = await odoo.NewInstanceAsync();
        await odoo.Host.ExecuteAsync("INSERT INTO ir_config_parameter (key, value) VALUES ('kept', 'yes')", name);
        await odoo.Databases.EnsureDatabaseAsync(Server, name, name, odoo.Template, CancellationToken.None);

        (await odoo.ReadAsync(name, OwnersOfTables)).ShouldBe([name]);
        (await odoo.ReadAsync(name, "SELECT value FROM ir_config_parameter WHERE key = 'kept'")).ShouldBe(["yes"]);
        (await odoo.ReadAsync("postgres", $"SELECT has_database_privilege('public', '{name}', 'CONNECT')")).ShouldBe(["False"]);
        (await ObserveAsync(name)).ShouldBe(new(RoleExists: true, DatabaseExists: true, Initialized: false));
        await using var connection = await odoo.LogInAsync(name, name);
        (await new NpgsqlCommand("CREATE TABLE mine (id int)", connection).ExecuteNonQueryAsync()).ShouldBe(-1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("false")]
    [InlineData("true")]
    public async Task Interrupted_clone_does_not_count_and_is_made_whole(string state)
    {
        var name = odoo.NewName();
        await odoo.Databases.EnsureRoleAsync(Server, name, name, "role-password", CancellationToken.None);
        await odoo.Host.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {odoo.Template.Database} ALLOW_CONNECTIONS false");
        if (state.Length > 0)
            await odoo.Host.ExecuteAsync($"COMMENT ON DATABASE {name} IS 'saasodoo.clone'; ALTER DATABASE {name} ALLOW_CONNECTIONS {state}");
        (await ObserveAsync(name)).DatabaseExists.ShouldBeFalse();

        await odoo.Databases.EnsureDatabaseAsync(Server, name, name, odoo.Template, CancellationToken.None);

        (await ObserveAsync(name)).DatabaseExists.ShouldBeTrue();
        (await odoo.ReadAsync(name, OwnersOfTables)).ShouldBe([name]);
    }

    [Fact]
    public async Task Concurrent_clones_leave_the_template_unchanged()
    {
        var names = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => odoo.NewInstanceAsync()));

        names.Distinct().Count().ShouldBe(6);
        foreach (var name in names)
            (await ObserveAsync(name)).DatabaseExists.ShouldBeTrue();
        (await odoo.ReadAsync("postgres", $"SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '{odoo.Template.Database}'"))
            .ShouldBe([odoo.Host.AdminUsername]);
    }

    [Fact]
    public async Task Dropping_a_database_ends_connections_and_is_idempotent()
    {
        var name = await odoo.NewInstanceAsync();
        await using var connection = await odoo.LogInAsync(name, name);

        await odoo.Databases.DropDatabaseAsync(Server, name, name, CancellationToken.None);
        await odoo.Databases.DropDatabaseAsync(Server, name, name, CancellationToken.None);

        (await ObserveAsync(name)).ShouldBe(new(RoleExists: true, DatabaseExists: false, Initialized: false));
    }

    [Fact]
    public async Task A_template_cannot_be_dropped()
    {
        await Should.ThrowAsync<InvalidOperationException>(
            () => odoo.Databases.DropDatabaseAsync(Server, odoo.Template.Database, odoo.Template.Database, CancellationToken.None));

        (await odoo.ReadAsync("postgres", $"SELECT count(*) FROM pg_database WHERE datname = '{odoo.Template.Database}'")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Database_server_that_does_not_answer_is_reported_as_unavailable()
    {
        var away = DatabaseServer.Register(
            new("away", "127.0.0.1", 1, "127.0.0.1", 1, Server.AdminUsername, Server.AdminPassword, 1), DateTimeOffset.UnixEpoch);

        var failure = await Should.ThrowAsync<DependencyUnavailableException>(
            () => odoo.Databases.ObserveAsync(away, "odoo_x", "odoo_x", null, CancellationToken.None));
        failure.Dependency.ShouldBe("the database server");
        await Should.ThrowAsync<DependencyUnavailableException>(
            () => odoo.Databases.DropDatabaseAsync(away, "odoo_x", "odoo_x", CancellationToken.None));
    }

    private Task<DatabaseObservation> ObserveAsync(string name) => odoo.Databases.ObserveAsync(Server, name, name, null, CancellationToken.None);
}
