using Npgsql;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Databases;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Databases;

public sealed class DatabaseInitializerTests(SmallOdoo odoo) : IClassFixture<SmallOdoo>
{
    private const string Password = "Customers-Own-1";
    private static readonly string Hash = OdooPasswordHash.Of(Password, "19.0");
    private const string Users = "SELECT login || ' ' || coalesce(left(password, 22), '-') || ' ' || active FROM res_users ORDER BY id";
    private const string Parameters = "SELECT key || '=' || value FROM ir_config_parameter ORDER BY key";

    private static readonly DateTimeOffset Now = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private DatabaseServer Server => odoo.Server;

    [Fact]
    public async Task Administrator_gets_the_credentials_and_no_well_known_password_is_left()
    {
        var (name, values) = await InitializedDatabaseAsync();

        (await odoo.ReadAsync(name, Users)).ShouldBe(
        [
            "__system__ - false",
            "owner@example.com $pbkdf2-sha512$600000$ true",
            "demo $pbkdf2-sha512$600000$ true",
        ]);
        (await odoo.ReadAsync(name, "SELECT email || ' ' || email_normalized FROM res_partner WHERE id = 2"))
            .ShouldBe(["Owner@example.com owner@example.com"], Case.Insensitive);
        var stored = (await odoo.ReadAsync(name, "SELECT password FROM res_users WHERE id = 2")).Single();
        var salt = stored.Split('$')[3].Replace('.', '+') + "==";
        OdooPasswordHash.Of(Password, Convert.FromBase64String(salt), 600_000).ShouldBe(stored);
    }

    [Fact]
    public async Task Each_clone_gets_an_identity_of_its_own()
    {
        var (first, values) = await InitializedDatabaseAsync();
        var (second, _) = await InitializedDatabaseAsync();

        var parameters = (await odoo.ReadAsync(first, Parameters)).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        parameters.Keys.ShouldBe(
            ["database.create_date", "database.secret", "database.uuid", "report.url", "saasodoo.instance", "web.base.url", "web.base.url.freeze"]);
        parameters["database.create_date"].ShouldBe("2026-02-03 04:05:06");
        parameters["web.base.url"].ShouldBe("https://acme.example.com");
        parameters["web.base.url.freeze"].ShouldBe("True");
        parameters["report.url"].ShouldBe("http://127.0.0.1:8069");
        parameters["saasodoo.instance"].ShouldBe(values.InstanceId.ToString());
        parameters["database.secret"].Length.ShouldBe(43);
        Guid.Parse(parameters["database.uuid"]).ShouldNotBe(Guid.Empty);
        var others = await odoo.ReadAsync(second, Parameters);
        others.ShouldNotContain($"database.secret={parameters["database.secret"]}");
        others.ShouldNotContain($"database.uuid={parameters["database.uuid"]}");
    }

    [Fact]
    public async Task Changed_address_is_written_and_nothing_else()
    {
        var (name, _) = await InitializedDatabaseAsync();
        var before = await odoo.ReadAsync(name, Parameters);

        (await odoo.Databases.ChangeAddressAsync(Server, name, new Uri("http://localhost:20042"), CancellationToken.None)).ShouldBeTrue();

        var after = await odoo.ReadAsync(name, Parameters);
        after.Except(before).ShouldBe(["web.base.url=http://localhost:20042"]);
        after.Count.ShouldBe(before.Count);
    }

    [Fact]
    public async Task Database_that_does_not_take_its_address_is_started_all_the_same()
    {
        var (name, _) = await InitializedDatabaseAsync();
        await odoo.Host.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON ir_config_parameter FOR EACH ROW EXECUTE FUNCTION refuse()
            """,
            name);

        (await odoo.Databases.ChangeAddressAsync(Server, name, new Uri("http://localhost:20042"), CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Comment_of_any_length_is_read_with_a_bound()
    {
        var (name, values) = await InitializedDatabaseAsync();
        await odoo.Host.ExecuteAsync($"DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE {name} IS %L', 'saasodoo.instance={values.InstanceId}' || repeat('x', 20000000)); END $$");
        var found = await odoo.CatalogAsync(c => c.FindDatabaseAsync(name, CancellationToken.None));

        found.ShouldNotBeNull().Comment.ShouldNotBeNull().Length.ShouldBe(100);
        (await odoo.Databases.ObserveAsync(Server, name, name, password: null, CancellationToken.None)).Initialized.ShouldBeTrue();
    }

    [Fact]
    public async Task Module_names_that_a_customer_wrote_are_read_with_a_bound()
    {
        var (name, _) = await InitializedDatabaseAsync();
        await odoo.Host.ExecuteAsync(
            "INSERT INTO ir_module_module (name, state) SELECT repeat('x', 1000) || n, 'installed' FROM generate_series(1, 6000) n", name);

        var modules = await odoo.Databases.InstalledModulesAsync(Server, name, CancellationToken.None);

        modules.Count.ShouldBe(5000);
        modules.ShouldAllBe(m => m.Length <= 100);
        modules.ShouldContain("base");
    }

    [Fact]
    public async Task Database_initialization_is_idempotent_and_keeps_the_customers_changes()
    {
        var (name, values) = await InitializedDatabaseAsync();
        (await odoo.Databases.ObserveAsync(Server, name, name, null, CancellationToken.None)).ShouldBe(new(true, true, Initialized: true));
        await odoo.Host.ExecuteAsync("UPDATE res_users SET login = 'changed', password = 'changed' WHERE id = 2", name);

        await odoo.Databases.InitializeDatabaseAsync(Server, name, values, CancellationToken.None);

        (await odoo.ReadAsync(name, "SELECT login || password FROM res_users WHERE id = 2")).ShouldBe(["changedchanged"]);
    }

    [Fact]
    public async Task Database_initialization_is_atomic()
    {
        var name = await odoo.NewInstanceAsync();
        await odoo.Host.ExecuteAsync("ALTER TABLE ir_config_parameter ADD CHECK (key <> 'saasodoo.instance')", name);

        await Should.ThrowAsync<PostgresException>(() => odoo.Databases.InitializeDatabaseAsync(Server, name, Values(), CancellationToken.None));

        (await odoo.ReadAsync(name, "SELECT login FROM res_users WHERE id = 2")).ShouldBe(["admin"]);
        (await odoo.ReadAsync(name, "SELECT value FROM ir_config_parameter WHERE key = 'database.secret'")).ShouldBe(["s"]);
        (await odoo.Databases.ObserveAsync(Server, name, name, null, CancellationToken.None)).Initialized.ShouldBeFalse();
        (await TemporaryRolesAsync(name)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Database_initialization_sends_no_password_in_a_statement()
    {
        var (name, _) = await InitializedDatabaseAsync();

        var statements = await odoo.ReadAsync(name, "SELECT statement FROM seen");
        statements.Count.ShouldBe(2);
        statements.ShouldAllBe(s => !s.Contains(Password) && !s.Contains("$pbkdf2"));
    }

    [Fact]
    public async Task Malicious_code_in_a_customer_database_runs_with_owner_rights_only()
    {
        var name = await odoo.NewInstanceAsync();
        (await odoo.Databases.InstalledModulesAsync(Server, name, CancellationToken.None)).ShouldBe(["base", "web"]);
        await using (var connection = await odoo.LogInAsync(name, name))
        {
            await new NpgsqlCommand(
                $"""
                ALTER TABLE ir_module_module RENAME TO real_modules;
                CREATE TABLE tried (by text);
                CREATE FUNCTION steal() RETURNS varchar LANGUAGE plpgsql AS $$ BEGIN
                    INSERT INTO public.tried VALUES (session_user);
                    ALTER ROLE {name} SUPERUSER;
                    RETURN 'installed';
                EXCEPTION WHEN insufficient_privilege THEN
                    INSERT INTO public.tried VALUES ('refused');
                    RETURN 'installed';
                END $$;
                CREATE VIEW ir_module_module AS SELECT name, public.steal() AS state FROM real_modules;
                """,
                connection).ExecuteNonQueryAsync();
        }

        (await odoo.Databases.InstalledModulesAsync(Server, name, CancellationToken.None)).Count.ShouldBe(3);

        (await odoo.ReadAsync(name, "SELECT DISTINCT by FROM tried")).ShouldBe(["refused"]);
        (await odoo.ReadAsync("postgres", $"SELECT rolsuper FROM pg_roles WHERE rolname = '{name}'")).ShouldBe(["False"]);
        (await TemporaryRolesAsync(name)).ShouldBeEmpty();
    }

    private Task<List<string>> TemporaryRolesAsync(string name) =>
        odoo.ReadAsync("postgres", $"SELECT rolname FROM pg_roles WHERE rolname LIKE '{name}_%'");

    private async Task<(string Name, DatabaseInitialization Values)> InitializedDatabaseAsync()
    {
        var (name, values) = (await odoo.NewInstanceAsync(), Values());
        await odoo.Databases.InitializeDatabaseAsync(Server, name, values, CancellationToken.None);
        return (name, values);
    }

    private static DatabaseInitialization Values() =>
        new(Guid.CreateVersion7(Now), "19.0", "owner@example.com", Hash, new Uri("https://acme.example.com/"), Now);
}
