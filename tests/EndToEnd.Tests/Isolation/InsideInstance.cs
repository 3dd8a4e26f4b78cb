using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Isolation;

/// <summary>What a customer can do who has got a shell in an instance: Odoo's own user, its files, its Python.</summary>
internal static class InsideInstance
{
    private const string Connect = """
        import socket, sys
        try:
            socket.create_connection((sys.argv[1], int(sys.argv[2])), 4)
            print("reached")
        except OSError as error:
            print("unreachable")
        """;

    private const string Query = """
        import configparser, psycopg2, sys
        file = configparser.RawConfigParser()
        file.read("/etc/odoo/odoo.conf")
        conf = file["options"]
        try:
            connection = psycopg2.connect(host=conf["db_host"], port=conf["db_port"], user=conf["db_user"],
                                          password=conf["db_password"], dbname=sys.argv[1])
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(sys.argv[2])
            print("done")
        except psycopg2.Error as error:
            print("refused: " + str(error).strip().splitlines()[0])
        """;

    /// <returns><c>reached</c> or <c>unreachable</c>.</returns>
    public static Task<string> ConnectFromAsync(OdooInstance instance, string host, int port) =>
        DockerCommand.RunAsync("exec", "--user", "odoo", instance.Container, "python3", "-c", Connect, host, port.ToString());

    /// <summary>With the instance's own role and password.</summary>
    /// <returns><c>done</c>, or <c>refused:</c> with PostgreSQL's reason.</returns>
    public static Task<string> QueryFromAsync(OdooInstance instance, string database, string sql) =>
        DockerCommand.RunAsync("exec", "--user", "odoo", instance.Container, "python3", "-c", Query, database, sql);
}
