using Npgsql;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>The one connection by which a server is watched, and the instances' roles it knows.</summary>
internal sealed class WatchedServer : IAsyncDisposable
{
    private const int StatementSeconds = 10;

    // Templates are built by code of ours alone. The function puts each role where the right to end its sessions is looked up: the
    // catalogue itself cannot be read when no lock is left.
    private const string InstanceRoles = """
        SELECT oid, regexp_replace(pg_get_userbyid(oid), '_(guest|dump|load)_[0-9a-f]+$', ''), pg_get_userbyid(oid) LIKE '%\_dump\_%' FROM pg_authid
        WHERE starts_with(rolname, 'odoo_') AND NOT starts_with(rolname, 'odoo_template_')
        """;

    private readonly NpgsqlConnection connection;

    private WatchedServer(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Names by number; of a temporary role the name of the one it works for.</summary>
    public Dictionary<uint, string> Roles { get; } = [];

    /// <summary>Those of them that only back a database up.</summary>
    public HashSet<uint> Dumps { get; } = [];

    public static async Task<WatchedServer> OpenAsync(
        ServerConnections connections, DatabaseServer server, CancellationToken cancellationToken)
    {
        var opened = new WatchedServer(await connections.OpenAsync(server, cancellationToken));
        try
        {
            await opened.LearnRolesAsync(cancellationToken);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public NpgsqlCommand Command(string sql) => new(sql, connection) { CommandTimeout = StatementSeconds };

    /// <exception cref="PostgresException">The server has no room for the question.</exception>
    public async Task LearnRolesAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(InstanceRoles);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Roles.Clear();
        Dumps.Clear();
        while (await reader.ReadAsync(cancellationToken))
        {
            Roles[reader.GetFieldValue<uint>(0)] = reader.GetString(1);
            if (reader.GetBoolean(2))
                Dumps.Add(reader.GetFieldValue<uint>(0));
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
