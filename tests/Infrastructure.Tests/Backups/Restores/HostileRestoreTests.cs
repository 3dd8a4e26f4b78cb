using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Provisioning.Databases;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;
using SaaSOdoo.TestKit.Backups;

namespace SaaSOdoo.Infrastructure.Tests.Backups.Restores;

/// <summary>Dumps that try everything a dump could try against the server it is loaded on, and the databases beside it.</summary>
[Collection(RealOdooCollection.Name)]
public sealed class HostileRestoreTests(RealOdoo odoo) : IAsyncLifetime
{
    // What is anybody's on the server. Sizes and statistics change by themselves.
    private const string World = """
        SELECT 'role ' || rolname || rolsuper || rolcreaterole || rolcreatedb || rolcanlogin || rolconnlimit || coalesce(rolpassword, '') FROM pg_authid
            WHERE rolname !~ '_(guest|load|dump)_' AND rolname LIKE ANY ($1)
        UNION ALL SELECT 'setting ' || coalesce(r.rolname, '') || coalesce(d.datname, '') || s.setconfig::text FROM pg_db_role_setting s
            LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase WHERE r.rolname LIKE ANY ($1) OR d.datname LIKE ANY ($1)
        UNION ALL SELECT 'member ' || m::text FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname LIKE ANY ($1)
        UNION ALL SELECT 'database ' || d.datname || pg_get_userbyid(datdba) || coalesce(datacl::text, '') || datconnlimit || coalesce(shobj_description(d.oid, 'pg_database'), '')
            FROM pg_database d WHERE d.datname LIKE ANY ($1)
        UNION ALL SELECT 'file ' || name || coalesce(setting, '') || applied FROM pg_file_settings
        UNION ALL SELECT 'parameter ' || p::text FROM pg_parameter_acl p
        UNION ALL SELECT 'tablespace ' || spcname FROM pg_tablespace
        ORDER BY 1
        """;

    private const string Running = "old";

    private ServiceProvider services = null!;
    private RestoredData target = null!;

    // What psql itself would obey, and what cannot be tried from inside a block. {0} is the instance's role, {1} its running database.
    private static readonly (string What, string Sql)[] Alone =
    [
        ("run a command", "\\! touch /tmp/saasodoo-hostile"),
        ("run a command at the end of a query", "SELECT 1 \\g |touch /tmp/saasodoo-hostile\n;"),
        ("connect elsewhere", "\\connect {1}"),
        ("copy from a file of the container", "CREATE TABLE t (x text);\n\\copy t FROM '/etc/odoo/saasodoo-pgpass'"),
        ("leave the restriction", "\\unrestrict 0123456789ABCDEF0123456789ABCDEF"),
        ("leave a restriction of its own", "\\restrict abc\nSELECT 1;\n\\unrestrict abc\n\\! touch /tmp/saasodoo-hostile"),
        ("change the server", "ALTER SYSTEM SET log_statement = 'all';"),
        ("drop the running database", "COMMIT; DROP DATABASE {1};"),
        ("make a tablespace", "CREATE TABLESPACE s LOCATION '/tmp';"),
        ("make a database", "CREATE DATABASE saasodoo_hostile;"),
        ("replicate", "CREATE SUBSCRIPTION s CONNECTION 'dbname={1}' PUBLICATION p;"),
    ];

    // {2} is the database that is loaded.
    private static readonly string[] Together =
    [
        "COPY t FROM PROGRAM 'id'", "COPY t FROM '/etc/passwd'", "COPY (SELECT 1) TO '/tmp/saasodoo-hostile'", "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_ls_dir('.')", "SELECT lo_import('/etc/passwd')", "SELECT lo_export(1, '/tmp/saasodoo-hostile')", "SELECT pg_reload_conf()", "LOAD 'dblink'",
        "CREATE FUNCTION c() RETURNS int LANGUAGE c AS 'libc', 'getpid'", "CREATE EXTENSION dblink", "CREATE EXTENSION file_fdw", "ALTER DATABASE {1} CONNECTION LIMIT 0",
        "ALTER DATABASE {1} SET search_path = 'mine'", "COMMENT ON DATABASE {1} IS 'mine'", "GRANT CONNECT ON DATABASE {1} TO PUBLIC", "ALTER ROLE {0} PASSWORD 'mine'",
        "ALTER ROLE {0} SET search_path = 'mine'", "ALTER ROLE {0} IN DATABASE {2} SET search_path = 'mine'", "SET ROLE {0}", "SET SESSION AUTHORIZATION {0}",
        "SET SESSION AUTHORIZATION postgres", "CREATE ROLE saasodoo_hostile SUPERUSER", "CREATE ROLE saasodoo_hostile", "ALTER ROLE {3} SUPERUSER", "ALTER ROLE {3} CREATEDB",
        "GRANT {0} TO {3}", "GRANT pg_execute_server_program TO {3}", "REASSIGN OWNED BY {0} TO {3}", "ALTER DATABASE {2} OWNER TO {0}",
        "ALTER DATABASE {2} SET log_min_messages = 'debug5'", "SET temp_file_limit = -1", "SET log_min_messages = 'debug5'", "SET session_preload_libraries = 'x'",
        "GRANT SET ON PARAMETER log_min_messages TO PUBLIC", "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION ev()",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres' LIMIT 1", "SELECT rolpassword FROM pg_authid", "SELECT pg_switch_wal()",
        "SELECT pg_create_physical_replication_slot('s')", "SELECT pg_stat_reset_shared('bgwriter')", "CREATE CAST (text AS int) WITHOUT FUNCTION",
        "ALTER FUNCTION pg_catalog.now() OWNER TO {3}", "UPDATE pg_catalog.pg_authid SET rolsuper = true",
    ];

    public async Task InitializeAsync()
    {
        services = odoo.WithBackups();
        target = await RestoredData.NewAsync(odoo, services);
        // The one that runs meanwhile.
        await odoo.Host.ExecuteAsync($"CREATE DATABASE {OldDatabase}");
        await odoo.Host.ExecuteAsync($"ALTER DATABASE {OldDatabase} OWNER TO {target.Data.Role}; REVOKE ALL ON DATABASE {OldDatabase} FROM PUBLIC");
    }

    public async Task DisposeAsync()
    {
        await odoo.Host.DropDatabaseAsync(OldDatabase);
        await target.DisposeAsync();
        await services.DisposeAsync();
    }

    private string OldDatabase => $"{target.Data.Role}_{Running}";

    [Fact]
    public async Task A_dump_that_reaches_out_of_its_database_is_refused_and_changes_nothing()
    {
        var before = await WorldAsync();
        before.Count.ShouldBeGreaterThan(2);

        foreach (var (what, sql) in Alone)
        {
            var refused = await Should.ThrowAsync<RefusedException>(() => LoadAsync(sql.Replace("{1}", OldDatabase, StringComparison.Ordinal)), what);
            refused.Code.ShouldBe("archive_refused", $"{what}: {refused.Message}");
        }

        (await WorldAsync()).ShouldBe(before);
        File.Exists("/tmp/saasodoo-hostile").ShouldBeFalse();
    }

    [Fact]
    public async Task The_role_that_loads_a_dump_has_no_right_outside_of_its_database()
    {
        var before = await WorldAsync();

        await LoadAsync($"""
            CREATE TABLE t (x text);
            CREATE TABLE tried (what text, state text);
            CREATE FUNCTION ev() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE FUNCTION try(what text) RETURNS void LANGUAGE plpgsql AS $f$ BEGIN
                what := replace(replace(replace(replace(what, '{"{0}"}', '{target.Data.Role}'), '{"{1}"}', '{OldDatabase}'), '{"{2}"}', '{target.Data.Database}'), '{"{3}"}', session_user);
                EXECUTE what;
                INSERT INTO tried VALUES (what, 'done');
            EXCEPTION WHEN others THEN INSERT INTO tried VALUES (what, SQLSTATE); END $f$;
            {string.Concat(Together.Select(t => $"SELECT try($x${t}$x$);\n"))}
            """);

        (await target.ReadAsync("SELECT count(*) FROM tried")).ShouldBe([$"{Together.Length}"]);
        (await target.ReadAsync("SELECT what || ': ' || state FROM tried WHERE state <> '42501'")).ShouldBeEmpty();
        (await WorldAsync()).Where(l => !l.Contains(target.Data.Database, StringComparison.Ordinal)).ShouldBe(before);
        File.Exists("/tmp/saasodoo-hostile").ShouldBeFalse();
    }

    [Fact]
    public async Task What_an_owner_may_do_to_his_database_is_undone_before_anybody_else_uses_it()
    {
        await LoadAsync($"""
            ALTER DATABASE {target.Data.Database} SET default_transaction_read_only = on;
            ALTER DATABASE {target.Data.Database} SET search_path = 'mine';
            ALTER DATABASE {target.Data.Database} SET role = 'postgres';
            ALTER DATABASE {target.Data.Database} SET statement_timeout = '1ms';
            ALTER DATABASE {target.Data.Database} CONNECTION LIMIT 0;
            ALTER DATABASE {target.Data.Database} IS_TEMPLATE true;
            DO $$ BEGIN EXECUTE format('ALTER ROLE %I SET search_path = ''mine''', current_user); EXECUTE format('ALTER ROLE %I PASSWORD ''mine''', current_user); END $$;
            DO $$ BEGIN EXECUTE 'GRANT ALL ON DATABASE {target.Data.Database} TO PUBLIC'; EXECUTE 'GRANT CONNECT ON DATABASE {target.Data.Database} TO pg_monitor WITH GRANT OPTION'; END $$;
            COMMENT ON DATABASE {target.Data.Database} IS 'saasodoo.instance=0192f7a1-0000-7000-8000-000000000000';
            CREATE TABLE loaded (id int);
            SET idle_in_transaction_session_timeout = 0;
            """);

        (await WorldAsync()).Where(l => !l.Contains(OldDatabase, StringComparison.Ordinal) && l.StartsWith("setting", StringComparison.Ordinal))
            .ShouldAllBe(l => l.StartsWith($"setting {target.Data.Role}{{", StringComparison.Ordinal));
        (await odoo.ReadAsync("postgres", $"SELECT pg_get_userbyid(datdba) || datacl::text || datconnlimit || datistemplate || shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{target.Data.Database}'"))
            .ShouldBe([$"{target.Data.Role}{{{target.Data.Role}=CTc/{target.Data.Role}}}-1falsesaasodoo.instance={target.Instance}"]);
        (await target.ReadAsync("SELECT tableowner FROM pg_tables WHERE tablename = 'loaded'")).ShouldBe([target.Data.Role]);
        (await RolesAsync()).ShouldBe([target.Data.Role]);
    }

    [Fact]
    public async Task Code_of_the_dump_never_runs_with_more_rights_than_its_own()
    {
        await LoadAsync($"""
            CREATE TABLE seen (who text, super text);
            CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN
                INSERT INTO public.seen VALUES (session_user || ' ' || current_user, current_setting('is_superuser'));
                BEGIN EXECUTE 'ALTER ROLE {target.Data.Role} SUPERUSER'; EXCEPTION WHEN insufficient_privilege THEN NULL; END;
                RETURN NEW; END $f$;
            CREATE FUNCTION seen_by() RETURNS boolean LANGUAGE plpgsql AS $f$ BEGIN
                INSERT INTO public.seen VALUES (session_user || ' ' || current_user, current_setting('is_superuser')); RETURN true; END $f$;
            CREATE TABLE ir_config_parameter (id serial PRIMARY KEY, key varchar UNIQUE, value text, create_uid int, create_date timestamp, write_uid int, write_date timestamp);
            CREATE TRIGGER see BEFORE INSERT OR UPDATE OR DELETE ON ir_config_parameter FOR EACH ROW EXECUTE FUNCTION see();
            CREATE VIEW ir_attachment AS SELECT 1 AS id, 'ab/cd'::text AS store_fname, '/web/assets/x'::text AS url WHERE seen_by();
            CREATE VIEW ir_module_module AS SELECT 1 AS id, 'base'::text AS name, 'installed'::text AS state WHERE seen_by();
            INSERT INTO ir_config_parameter (key, value) VALUES ('a', 'b');
            """);

        (await Should.ThrowAsync<RefusedException>(() => target.LoadFilesAsync(new OdooArchiveBuilder().WithDump("").Build()))).Code.ShouldBe("restore_failed");
        // Odoo's own program meets a database that is none of Odoo's.
        await Should.ThrowAsync<RefusedException>(() => CopyAsync(neutralise: true));
        await CopyAsync(neutralise: false);

        var seen = await target.ReadAsync("SELECT DISTINCT regexp_replace(who, '_[0-9a-f]{8}(?= |$)', '', 'g') || super FROM seen ORDER BY 1");
        seen.Count.ShouldBeGreaterThan(1);
        seen.ShouldAllBe(s => s.StartsWith(target.Data.Role, StringComparison.Ordinal) && s.EndsWith("off", StringComparison.Ordinal));
        (await odoo.ReadAsync("postgres", $"SELECT rolsuper::text FROM pg_roles WHERE rolname = '{target.Data.Role}'")).ShouldBe(["false"]);
    }

    [Fact]
    public async Task A_trigger_that_swallows_a_change_is_found_by_the_count()
    {
        await LoadAsync("""
            CREATE TABLE ir_config_parameter (id serial PRIMARY KEY, key varchar UNIQUE, value text, create_uid int, create_date timestamp, write_uid int, write_date timestamp);
            CREATE TABLE ir_model_data (id serial PRIMARY KEY, module varchar, name varchar, model varchar, res_id int);
            CREATE TABLE ir_cron (id serial PRIMARY KEY, active boolean);
            CREATE TABLE fetchmail_server (id serial PRIMARY KEY, active boolean, password varchar);
            INSERT INTO ir_cron (active) SELECT true FROM generate_series(1, 50);
            INSERT INTO fetchmail_server (active, password) VALUES (true, 'secret');
            CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE TRIGGER swallow BEFORE UPDATE ON ir_cron FOR EACH ROW EXECUTE FUNCTION swallow();
            """);

        // As of a version that has no program for it.
        var refused = await Should.ThrowAsync<RefusedException>(() => CopyAsync(neutralise: true, version: "14.0"));

        refused.Code.ShouldBe("not_neutralised");
        refused.Message.ShouldContain("50 scheduled actions");
        (await target.ReadAsync("SELECT active::text || coalesce(password, 'none') FROM fetchmail_server")).ShouldBe(["falsenone"]);
    }

    [Theory]
    [InlineData("CREATE TABLE t AS SELECT repeat(md5(n::text), 30) FROM generate_series(1, 10000000) n;", "archive_too_large")]
    [InlineData("SET statement_timeout = 0; SELECT pg_sleep(600);", "restore_timeout")]
    public async Task A_load_is_ended_at_its_limits_and_leaves_nothing(string sql, string code)
    {
        var limits = new RestoreLimits(40L << 20, 1 << 20, TimeSpan.FromSeconds(code == "restore_timeout" ? 4 : 60));

        (await Should.ThrowAsync<RefusedException>(() => target.LoadDatabaseAsync(Dump(sql), limits))).Code.ShouldBe(code);

        (await odoo.ReadAsync("postgres", $"SELECT datname FROM pg_database WHERE datname = '{target.Data.Database}'")).ShouldBeEmpty();
        (await RolesAsync()).ShouldBe([target.Data.Role]);
        (await odoo.Runtime.ObserveAsync(target.Data.Volume + ".load", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task What_a_process_that_died_has_left_is_ended_and_loaded_again()
    {
        var database = services.GetRequiredService<LoadedDatabase>();
        var dead = LoadRole.New(target.Data, services.GetRequiredService<Application.Secrets.IRandomSecrets>());
        await database.BeginAsync(target.Data, dead, CancellationToken.None);
        await using var open = await odoo.Host.LogInAsync(target.Data.Database, dead.Name, dead.Password);
        await new NpgsqlCommand($"CREATE TABLE loaded (id int); COMMENT ON DATABASE {target.Data.Database} IS 'mine'; BEGIN; LOCK TABLE loaded", open).ExecuteNonQueryAsync();

        await LoadAsync("CREATE TABLE loaded (id int);");
        await LoadAsync("SELECT 1/0;");

        (await target.ReadAsync("SELECT count(*) FROM loaded")).ShouldBe(["0"]);
        (await RolesAsync()).ShouldBe([target.Data.Role]);
        (await Should.ThrowAsync<PostgresException>(() => new NpgsqlCommand("SELECT 1", open).ExecuteNonQueryAsync())).SqlState.ShouldBe("57P01");
    }

    [Fact]
    public async Task A_database_that_was_whole_or_is_a_strangers_is_not_loaded_over()
    {
        await LoadAsync("CREATE TABLE loaded (id int);");
        await odoo.Host.ExecuteAsync($"COMMENT ON DATABASE {target.Data.Database} IS 'of the customer''s'");

        (await Should.ThrowAsync<RefusedException>(() => LoadAsync("SELECT 1;"))).Code.ShouldBe("database_owner");

        (await target.ReadAsync("SELECT count(*) FROM loaded")).ShouldBe(["0"]);
        var other = target.Data with { Database = OldDatabase };
        await odoo.Host.ExecuteAsync($"ALTER DATABASE {OldDatabase} OWNER TO postgres");
        (await Should.ThrowAsync<RefusedException>(() => target.Restores.DiscardAsync(other, CancellationToken.None))).Code.ShouldBe("database_owner");
    }

    [Fact]
    public async Task Files_are_put_where_Odoo_looks_once_and_within_bounds()
    {
        var (one, empty) = ("one"u8.ToArray(), Array.Empty<byte>());
        MemoryStream Archive() => new OdooArchiveBuilder().WithDump("").WithFile(one).WithFile(empty).WithEntry("filestore/x", one).Build();
        await LoadAsync("CREATE TABLE ir_attachment (id serial PRIMARY KEY, store_fname varchar, url varchar); "
            + $"INSERT INTO ir_attachment (store_fname, url) VALUES ('{OdooArchiveBuilder.PathOf(one)}', NULL), ('ab/ab', '/web/assets/1/a.css'), ('cd/cd', '/mine');");
        var volume = target.Data.Volume;
        (await Should.ThrowAsync<RefusedException>(() => target.LoadFilesAsync(Archive(), RestoredData.Limits with { FileBytes = 2 }))).Code.ShouldBe("archive_too_large");
        (await target.Restores.IsLoadedAsync(target.Data, target.Instance, CancellationToken.None)).ShouldBeFalse();

        await target.LoadFilesAsync(Archive());
        await target.LoadFilesAsync(Archive());

        var job = new Application.Provisioning.JobSpec
        {
            Name = odoo.Docker.Name("list"),
            Image = target.Data.ImageId,
            Command = ["sh", "-c", "cd /var/lib/odoo && find filestore -exec stat -c '%U %a %s %n' {} + | sort -k4"],
            Volumes = [new(volume, "/var/lib/odoo")],
            Timeout = TimeSpan.FromMinutes(1),
        };
        var root = $"filestore/{target.Data.Database}";
        var files = new[] { one, empty }.Select(c => (Path: OdooArchiveBuilder.PathOf(c), c.Length)).OrderBy(c => c.Path, StringComparer.Ordinal).ToList();
        var tree = (await odoo.Runtime.RunToCompletionAsync(job, null, CancellationToken.None)).Tail.Where(l => !l.Contains(" 755 ", StringComparison.Ordinal)).ToList();
        tree.ShouldBe(files.Select(f => $"odoo 644 {f.Length} {root}/{f.Path}"));
        (await target.ReadAsync("SELECT string_agg(store_fname, ',' ORDER BY id) FROM ir_attachment")).ShouldBe([$"{OdooArchiveBuilder.PathOf(one)},cd/cd"]);
        target.Said.ShouldContain("The archive lacks the files of 2 attachments");
        target.Said.ShouldContain("Left out of the archive: 1 entries that are none of Odoo's");
        (await target.Restores.IsLoadedAsync(target.Data, target.Instance, CancellationToken.None)).ShouldBeTrue();
    }

    private static MemoryStream Dump(string sql) => new OdooArchiveBuilder().WithDump(sql).Build();

    private Task LoadAsync(string sql) => target.LoadDatabaseAsync(Dump(sql));

    private Task CopyAsync(bool neutralise, string version = "19.0") => target.Restores.MakeCopyAsync(
        target.Data with { OdooVersion = version }, new(target.Instance, BaseUrl: null, neutralise, DateTimeOffset.UnixEpoch), CancellationToken.None);

    private Task<List<string>> RolesAsync() => odoo.ReadAsync("postgres", $"SELECT rolname FROM pg_roles WHERE starts_with(rolname, '{target.Data.Role}')");

    // Of this instance, and of what is nobody's; other tests use the server as well.
    private async Task<List<string>> WorldAsync() => await services.GetRequiredService<ServerConnections>().OnServerAsync(
        odoo.Server,
        c => c.QueryAsync(World, r => r.GetString(0), CancellationToken.None, (object)new[] { target.Data.Role + "%", "postgres", "template_", "saasodoo_hostile%", "pg\\_%" }),
        CancellationToken.None);
}
