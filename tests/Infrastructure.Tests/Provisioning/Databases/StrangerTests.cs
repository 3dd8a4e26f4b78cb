using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Databases;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Databases;

/// <summary>What the owner of one instance, or somebody at the server, does must not stop what is done for another.</summary>
public sealed class StrangerTests(SmallOdoo odoo) : IClassFixture<SmallOdoo>
{
    private DatabaseServer Server => odoo.Server;

    [Fact]
    public async Task A_role_to_which_a_stranger_granted_something_is_removed_all_the_same()
    {
        var (stranger, name) = (await odoo.NewInstanceAsync(), await odoo.NewInstanceAsync());
        await RunAsync(stranger, $"GRANT SELECT ON res_users TO {name}; GRANT USAGE ON SCHEMA public TO {name}; "
            + $"ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO {name}; GRANT CONNECT ON DATABASE {stranger} TO {name}");

        await odoo.Databases.DropDatabaseAsync(Server, name, name, CancellationToken.None);
        await odoo.Databases.DropRoleAsync(Server, name, CancellationToken.None);

        (await RolesAsync(name)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("default_transaction_read_only = on")]
    [InlineData("statement_timeout = '1ms'")]
    public async Task Settings_that_a_stranger_gave_his_database_do_not_keep_a_role_from_being_removed(string setting)
    {
        var (stranger, name) = (await odoo.NewInstanceAsync(), await odoo.NewInstanceAsync());
        await RunAsync(stranger, $"GRANT SELECT ON res_users TO {name}");
        await RunAsync(stranger, $"ALTER DATABASE {stranger} SET {setting}");

        await odoo.Databases.DropDatabaseAsync(Server, name, name, CancellationToken.None);
        await odoo.Databases.DropRoleAsync(Server, name, CancellationToken.None);

        (await RolesAsync(name)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_role_that_cannot_be_removed_now_is_locked_and_collected_later()
    {
        var (stranger, name) = (await odoo.NewInstanceAsync(), await odoo.NewInstanceAsync());
        await RunAsync(stranger, $"GRANT SELECT ON res_users TO {name}");
        await odoo.Host.ExecuteAsync($"ALTER DATABASE {stranger} ALLOW_CONNECTIONS false");

        await odoo.Databases.DropDatabaseAsync(Server, name, name, CancellationToken.None);
        await odoo.Databases.DropRoleAsync(Server, name, CancellationToken.None);

        (await odoo.ReadAsync("postgres", $"SELECT rolcanlogin::text || rolconnlimit FROM pg_roles WHERE rolname = '{name}'")).ShouldBe(["false0"]);
        await odoo.Host.ExecuteAsync($"ALTER DATABASE {stranger} ALLOW_CONNECTIONS true");
        await odoo.Connections.RemoveLeftoverRolesAsync(Server, CancellationToken.None);
        (await RolesAsync(name)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Work_with_the_owners_rights_ends_although_a_stranger_grants_to_every_temporary_role()
    {
        var (stranger, name) = (await odoo.NewInstanceAsync(), await odoo.NewInstanceAsync());
        await RunAsync(stranger, "CREATE TABLE bait (id int)");

        var result = await odoo.Connections.AsOwnerAsync(
            Server,
            name,
            name,
            async c =>
            {
                await RunAsync(stranger, $"""
                    DO $$ DECLARE r text; BEGIN
                        FOR r IN SELECT rolname FROM pg_roles WHERE starts_with(rolname, '{name}_guest_') LOOP
                            EXECUTE format('GRANT SELECT ON bait TO %I', r);
                        END LOOP;
                    END $$
                    """);
                return await c.QueryAsync("SELECT 1", r => r.GetInt32(0), CancellationToken.None);
            },
            CancellationToken.None);

        result.ShouldBe([1]);
        (await RolesAsync($"{name}_guest_%")).ShouldBeEmpty();
        (await odoo.ReadAsync(stranger, "SELECT count(*) FROM pg_class, aclexplode(relacl) WHERE relname = 'bait' AND grantee <> relowner")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task A_database_that_its_owner_marked_as_a_template_and_locks_is_removed()
    {
        var name = await odoo.NewInstanceAsync();
        await RunAsync(name, $"ALTER DATABASE {name} IS_TEMPLATE true");
        await using var open = await odoo.LogInAsync(name, name);
        await new NpgsqlCommand($"BEGIN; COMMENT ON DATABASE {name} IS 'mine'", open).ExecuteNonQueryAsync();

        await odoo.Databases.DropDatabaseAsync(Server, name, name, CancellationToken.None);

        (await odoo.ReadAsync("postgres", $"SELECT datname FROM pg_database WHERE datname = '{name}'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_that_belongs_to_somebody_else_is_neither_dropped_nor_taken_over()
    {
        var name = await odoo.NewInstanceAsync();
        var owner = odoo.Host.AdminUsername;
        await odoo.Host.ExecuteAsync($"ALTER DATABASE {name} OWNER TO {owner}");

        (await odoo.Databases.ObserveAsync(Server, name, name, null, CancellationToken.None))
            .ShouldBe(new(RoleExists: false, DatabaseExists: false, Initialized: false, StrangeOwner: owner));
        foreach (var touch in new Func<Task>[]
        {
            () => odoo.Databases.EnsureRoleAsync(Server, name, name, "role-password", CancellationToken.None),
            () => odoo.Databases.EnsureDatabaseAsync(Server, name, name, odoo.Template, CancellationToken.None),
            () => odoo.Databases.DropDatabaseAsync(Server, name, name, CancellationToken.None),
        })
        {
            var refused = await Should.ThrowAsync<RefusedException>(touch);
            refused.Code.ShouldBe("database_owner");
            refused.Message.ShouldContain($"is {owner}, expected {name}");
        }

        (await odoo.ReadAsync(name, "SELECT count(*) FROM res_users")).ShouldBe(["3"]);
        await odoo.Host.ExecuteAsync($"ALTER DATABASE {name} OWNER TO {name}");
    }

    [Fact]
    public async Task Nobody_connects_to_the_databases_that_all_have_in_common()
    {
        var name = await odoo.NewInstanceAsync();

        foreach (var database in new[] { "postgres", "template1" })
            (await Should.ThrowAsync<PostgresException>(() => odoo.LogInAsync(database, name))).SqlState.ShouldBe("42501");
    }

    private async Task RunAsync(string name, string sql)
    {
        await using var connection = await odoo.LogInAsync(name, name);
        await new NpgsqlCommand(sql, connection).ExecuteNonQueryAsync();
    }

    private Task<List<string>> RolesAsync(string pattern) =>
        odoo.ReadAsync("postgres", $"SELECT rolname FROM pg_roles WHERE rolname LIKE '{pattern}'");
}
