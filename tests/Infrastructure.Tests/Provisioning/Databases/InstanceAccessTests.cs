using Npgsql;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Databases;

/// <summary>What keeps an instance out of its database is seen, and mended by the step that makes the role.</summary>
public sealed class InstanceAccessTests(SmallOdoo odoo) : IClassFixture<SmallOdoo>
{
    private const string Password = "role-password";

    private DatabaseServer Server => odoo.Server;

    [Theory]
    [InlineData("ALTER ROLE {0} NOLOGIN")]
    [InlineData("ALTER ROLE {0} CONNECTION LIMIT 0")]
    [InlineData("ALTER ROLE {0} VALID UNTIL '2000-01-01'")]
    [InlineData("ALTER ROLE {0} SUPERUSER")]
    [InlineData("ALTER DATABASE {0} ALLOW_CONNECTIONS false")]
    [InlineData("ALTER DATABASE {0} CONNECTION LIMIT 0")]
    [InlineData("ALTER DATABASE {0} IS_TEMPLATE true")]
    [InlineData("REVOKE CONNECT ON DATABASE {0} FROM {0}")]
    [InlineData("ALTER DATABASE {0} OWNER TO CURRENT_USER")]
    public async Task What_keeps_a_role_from_its_database_is_seen_and_mended(string damage)
    {
        var name = await InitializedAsync();
        (await IntactAsync(name)).ShouldContain(name);

        await odoo.Host.ExecuteAsync(damage.Replace("{0}", name, StringComparison.Ordinal));

        (await IntactAsync(name)).ShouldNotContain(name);
        (await ObserveAsync(name)).ShouldBe(new(RoleExists: false, DatabaseExists: true, Initialized: true));
        await odoo.Databases.EnsureRoleAsync(Server, name, name, Password, CancellationToken.None);
        await ShouldBeIntactAsync(name);
    }

    [Theory]
    [InlineData("ALTER ROLE {0} SET search_path = 'x'", DriftAspect.RoleSettings)]
    [InlineData("ALTER ROLE {0} RESET idle_in_transaction_session_timeout", DriftAspect.RoleSettings)]
    [InlineData("ALTER DATABASE {0} SET statement_timeout = 1", DriftAspect.DatabaseSettings)]
    [InlineData("ALTER ROLE {0} IN DATABASE {0} SET role = 'postgres'", DriftAspect.DatabaseSettings)]
    [InlineData("GRANT CONNECT ON DATABASE {0} TO PUBLIC", DriftAspect.DatabaseGrants)]
    [InlineData("GRANT TEMPORARY ON DATABASE {0} TO pg_monitor", DriftAspect.DatabaseGrants)]
    public async Task What_an_owner_may_set_is_seen_and_mended_and_keeps_nobody_out(string damage, DriftAspect aspect)
    {
        var name = await InitializedAsync();

        await odoo.Host.ExecuteAsync(damage.Replace("{0}", name, StringComparison.Ordinal));

        (await IntactAsync(name)).ShouldContain(name);
        var seen = await ObserveAsync(name);
        seen.RoleExists.ShouldBeFalse();
        seen.Lines.Where(l => l.IsDrifted).Select(l => l.Aspect).ShouldBe([aspect]);
        await odoo.Databases.EnsureRoleAsync(Server, name, name, Password, CancellationToken.None);
        await ShouldBeIntactAsync(name);
    }

    [Fact]
    public async Task A_look_tells_no_secret_and_leaves_a_backup_at_work()
    {
        var name = await InitializedAsync();
        await odoo.Host.ExecuteAsync($"ALTER ROLE {name} SET my.key = 'a-secret'; CREATE ROLE {name}_dump_1 LOGIN IN ROLE {name}");

        var seen = await ObserveAsync(name);

        seen.Lines.ShouldAllBe(l => l.Observed == null || !l.Observed.Contains("a-secret"));
        seen.Lines.Single(l => l.Aspect == DriftAspect.RoleSettings).Observed!.ShouldContain("my.key=…");
        (await odoo.ReadAsync("postgres", $"SELECT 1 FROM pg_roles WHERE rolname = '{name}_dump_1'")).Count.ShouldBe(1);
        await odoo.Databases.EndLeftoversAsync(Server, name, CancellationToken.None);
        (await odoo.ReadAsync("postgres", $"SELECT 1 FROM pg_roles WHERE rolname = '{name}_dump_1'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_password_is_seen_and_mended()
    {
        var name = await InitializedAsync();

        await odoo.Host.ExecuteAsync($"ALTER ROLE {name} PASSWORD 'another'");

        (await ObserveAsync(name)).RoleExists.ShouldBeFalse();
        await odoo.Databases.EnsureRoleAsync(Server, name, name, Password, CancellationToken.None);
        await ShouldBeIntactAsync(name);
    }

    [Fact]
    public async Task A_role_that_is_gone_is_made_again_with_its_database()
    {
        var name = await InitializedAsync();
        await odoo.Host.ExecuteAsync($"REASSIGN OWNED BY {name} TO CURRENT_USER", name);
        await odoo.Host.ExecuteAsync($"DROP OWNED BY {name}", name);
        await odoo.Host.ExecuteAsync($"DROP ROLE {name}");

        (await IntactAsync(name)).ShouldNotContain(name);
        await odoo.Databases.EnsureRoleAsync(Server, name, name, Password, CancellationToken.None);

        await ShouldBeIntactAsync(name);
    }

    [Fact]
    public async Task A_role_can_neither_write_into_the_servers_log_nor_lift_its_limits()
    {
        var name = await odoo.NewInstanceAsync();
        await using var connection = await odoo.LogInAsync(name, name);

        (await ShowAsync(connection, "log_min_messages")).ShouldBe("fatal");
        (await ShowAsync(connection, "temp_file_limit")).ShouldBe("1GB");
        foreach (var sql in new[] { "SET log_min_messages = 'log'", $"ALTER ROLE {name} SET log_min_messages = 'log'", "SET temp_file_limit = -1" })
        {
            var refused = await Should.ThrowAsync<PostgresException>(() => new NpgsqlCommand(sql, connection).ExecuteNonQueryAsync());
            refused.SqlState.ShouldBe("42501");
        }

        await new NpgsqlCommand($"ALTER ROLE {name} RESET ALL", connection).ExecuteNonQueryAsync();
        await using var again = await odoo.LogInAsync(name, name);
        (await ShowAsync(again, "log_min_messages")).ShouldBe("fatal");
    }

    private static async Task<string> ShowAsync(NpgsqlConnection connection, string setting) =>
        (string)(await new NpgsqlCommand($"SHOW {setting}", connection).ExecuteScalarAsync())!;

    private async Task<string> InitializedAsync()
    {
        var name = odoo.NewName();
        await odoo.Databases.EnsureRoleAsync(Server, name, name, Password, CancellationToken.None);
        await odoo.Databases.EnsureDatabaseAsync(Server, name, name, odoo.Template, CancellationToken.None);

        // The mark names the instance whose id ends as the names do.
        var mark = $"00000000-0000-0000-0000-{name[^12..]}";
        await odoo.Host.ExecuteAsync($"COMMENT ON DATABASE {name} IS 'saasodoo.instance={mark}'");
        return name;
    }

    private async Task ShouldBeIntactAsync(string name)
    {
        (await IntactAsync(name)).ShouldContain(name);
        (await ObserveAsync(name)).ShouldBe(new(RoleExists: true, DatabaseExists: true, Initialized: true));
        await (await odoo.LogInAsync(name, name)).DisposeAsync();
        (await odoo.ReadAsync("postgres", $"SELECT rolsuper FROM pg_roles WHERE rolname = '{name}'")).ShouldBe(["False"]);
    }

    private Task<DatabaseObservation> ObserveAsync(string name) => odoo.Databases.ObserveAsync(Server, name, name, Password, CancellationToken.None);

    private Task<IReadOnlySet<string>> IntactAsync(string name) => odoo.Databases.IntactAsync(Server, [new(name, name)], CancellationToken.None);
}
