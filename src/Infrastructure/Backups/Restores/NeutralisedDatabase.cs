using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>
/// What Odoo's own <c>neutralize</c> leaves on, with the owner's rights, and the count of what is live then. Only the count proves anything: a
/// trigger may swallow a change, and no error says so.
/// </summary>
internal static class NeutralisedDatabase
{
    private static readonly string[] Tables = [.. LiveThings.All.Select(t => t.Table).Concat(LiveThings.WithSecrets).Distinct(StringComparer.Ordinal)];

    /// <summary>In the caller's transaction.</summary>
    public static async Task SwitchOffAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var columns = await ColumnsAsync(connection, cancellationToken);
        foreach (var thing in Present(columns))
            await connection.ExecuteAsync(thing.SwitchOff, cancellationToken);
        foreach (var secret in Secrets(columns))
            await connection.ExecuteAsync(
                $"UPDATE public.{secret.Table} SET {Sql.Identifier(secret.Name)} = {(secret.Required ? "''" : "NULL")} WHERE {IsSet(secret)}", cancellationToken);
        await AddServerWithoutHostAsync(connection, columns, cancellationToken);
        await OdooParameters.WriteAsync(connection, [("database.is_neutralized", "true")], cancellationToken);
    }

    /// <exception cref="RefusedException">Code <c>not_neutralised</c>.</exception>
    public static async Task<int> ProveAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var columns = await ColumnsAsync(connection, cancellationToken);
        var live = new List<string>();
        foreach (var thing in Present(columns))
        {
            if (await CountAsync(connection, thing.Count, cancellationToken) is > 0 and var count)
                live.Add($"{count} {thing.Name}");
        }

        foreach (var secret in Secrets(columns))
        {
            if (await CountAsync(connection, $"SELECT count(*) FROM public.{secret.Table} WHERE {IsSet(secret)}", cancellationToken) is > 0 and var count)
                live.Add($"{count} {secret.Table}.{secret.Name}");
        }

        if (columns.Any(c => c.Table == "ir_mail_server") && await CountAsync(connection, WithoutHost, cancellationToken) == 0)
            live.Add("the mail server of Odoo's configuration");
        return live.Count == 0
            ? 0
            : throw new RefusedException(RestoreFailures.NotNeutralised, $"The copy could not be neutralised. Still live: {ToolErrors.Cut(string.Join(", ", live))}.");
    }

    private static string WithoutHost => $"SELECT count(*) FROM public.ir_mail_server WHERE active AND smtp_host = '{LiveThings.NoHost}'";

    // Another server would be taken from the configuration.
    private static async Task AddServerWithoutHostAsync(NpgsqlConnection connection, IReadOnlyList<Column> columns, CancellationToken cancellationToken)
    {
        var known = columns.Where(c => c.Table == "ir_mail_server").Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        if (known.Count == 0 || await CountAsync(connection, WithoutHost, cancellationToken) > 0)
            return;

        (string Name, string Value)[] values =
        [
            ("name", "'neutralization - disable emails'"), ("smtp_port", "1025"), ("smtp_host", $"'{LiveThings.NoHost}'"), ("smtp_encryption", "'none'"), ("active", "true"),
            ("smtp_authentication", "'login'"),
        ];
        var used = values.Where(v => known.Contains(v.Name)).ToList();
        await connection.ExecuteAsync(
            $"INSERT INTO public.ir_mail_server ({string.Join(", ", used.Select(v => v.Name))}) VALUES ({string.Join(", ", used.Select(v => v.Value))})", cancellationToken);
    }

    private static IEnumerable<LiveThing> Present(IReadOnlyList<Column> columns) => LiveThings.All
        .Where(t => t.Columns.Append("id").All(name => columns.Any(c => c.Table == t.Table && c.Name == name)));

    private static IEnumerable<Column> Secrets(IReadOnlyList<Column> columns) =>
        columns.Where(c => c.IsSecret && LiveThings.WithSecrets.Contains(c.Table) && (c.Table, c.Name) is not ("res_users", LiveThings.UsersPassword));

    private static string IsSet(Column secret) => $"{Sql.Identifier(secret.Name)} IS NOT NULL AND {Sql.Identifier(secret.Name)} <> ''";

    private static Task<List<Column>> ColumnsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => connection.QueryAsync(
        """
        SELECT c.relname, a.attname, a.attnotnull, a.atttypid IN ('text'::regtype, 'varchar'::regtype) AND a.attname ~ $2
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY ($1)
        ORDER BY c.relname, a.attnum
        """,
        r => new Column(r.GetString(0), r.GetString(1), r.GetBoolean(2), r.GetBoolean(3)),
        cancellationToken,
        Tables,
        LiveThings.SecretColumn);

    private static async Task<long> CountAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(sql, r => r.GetInt64(0), cancellationToken)).Single();

    private sealed record Column(string Table, string Name, bool Required, bool IsSecret);
}
