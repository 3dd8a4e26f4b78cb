using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>What an archive says of its database, and the files that belong to it. Whatever a tenant can write is read with a bound.</summary>
/// <param name="Rows">Of the tables that are there.</param>
internal sealed record SnapshotContents(
    int PostgresMajor, IReadOnlyDictionary<string, string> Modules, IReadOnlyDictionary<string, long> Rows, StoredFiles Files)
{
    private const int MostModules = 20_000;
    private const int MostFiles = 5_000_000;
    private static readonly string[] Needed = ["ir_attachment", "ir_module_module"];
    private static readonly string[] Counted = ["ir_attachment", "ir_module_module", "res_partner", "res_users"];

    /// <summary>Reading a table runs nobody's code; reading a view of that name would.</summary>
    public static async Task<bool> RefuseStrangersAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Needed.Except(await TablesAsync(connection, cancellationToken), StringComparer.Ordinal).Any()
            ? throw new RefusedException(BackupFailures.Failed, "This is not a database of Odoo's: its tables of attachments and modules are missing.")
            : true;

    public static async Task<SnapshotContents> ReadAsync(NpgsqlConnection connection, BackupOptions options, CancellationToken cancellationToken)
    {
        await RefuseLargeRowsAsync(connection, options.LargestRowBytes, cancellationToken);
        return new(
            connection.PostgreSqlVersion.Major, await ModulesAsync(connection, cancellationToken), await RowsAsync(connection, cancellationToken),
            await FilesAsync(connection, cancellationToken));
    }

    public static async Task<Dictionary<string, long>> RowsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in await TablesAsync(connection, cancellationToken))
            rows[table] = (await connection.QueryAsync($"SELECT count(*) FROM public.{Sql.Identifier(table)}", r => r.GetInt64(0), cancellationToken)).Single();
        return rows;
    }

    private static Task<List<string>> TablesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => connection.QueryAsync(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname = ANY ($1) ORDER BY relname",
        r => r.GetString(0),
        cancellationToken,
        [Counted]);

    public static async Task<Dictionary<string, string>> ModulesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var found = await connection.QueryAsync(
            """
            SELECT left(name, 200), left(coalesce(latest_version, ''), 100) FROM public.ir_module_module
            WHERE state = 'installed' AND name IS NOT NULL ORDER BY name LIMIT $1
            """,
            r => (Name: r.GetString(0), Version: r.GetString(1)),
            cancellationToken,
            MostModules);
        return found.GroupBy(m => m.Name, StringComparer.Ordinal).ToDictionary(m => m.Key, m => m.First().Version, StringComparer.Ordinal);
    }

    private static async Task<StoredFiles> FilesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var files = new StoredFiles();
        await using var command = new NpgsqlCommand("SELECT left(store_fname, 100) FROM public.ir_attachment WHERE store_fname IS NOT NULL", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            files.Add(reader.GetString(0));
            if (files.Count > MostFiles)
                throw new RefusedException(BackupFailures.TooLarge, $"The database has attachments in more than {MostFiles} files.");
        }

        return files;
    }

    // PostgreSQL keeps the length beside a value, so that none is read.
    private static async Task RefuseLargeRowsAsync(NpgsqlConnection connection, long largest, CancellationToken cancellationToken)
    {
        var columns = await connection.QueryAsync(
            """
            SELECT attname FROM pg_attribute WHERE attrelid = 'public.ir_attachment'::regclass AND attnum > 0 AND NOT attisdropped
                AND atttypid IN ('bytea'::regtype, 'text'::regtype, 'varchar'::regtype)
            """,
            r => r.GetString(0),
            cancellationToken);
        if (columns.Count == 0)
            return;

        var length = string.Join(" + ", columns.Select(c => $"coalesce(octet_length({Sql.Identifier(c)}), 0)::bigint"));
        var found = await connection.QueryAsync(
            $"SELECT id::bigint, {length} FROM public.ir_attachment WHERE {length} > $1 LIMIT 1", r => (Id: r.GetInt64(0), Bytes: r.GetInt64(1)), cancellationToken, largest);
        if (found is [var (id, bytes)])
            throw new RefusedException(
                BackupFailures.TooLarge,
                $"Attachment {id} holds {bytes >> 20} MB in the database itself, and no more than {largest >> 20} MB can be dumped. Let Odoo store attachments as files.");
    }
}
