using Npgsql;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>Questions to PostgreSQL's catalogue.</summary>
internal static class PostgresCatalog
{
    public static async Task<bool> RoleExistsAsync(this NpgsqlConnection connection, string role, CancellationToken cancellationToken) =>
        (await connection.QueryAsync("SELECT FROM pg_roles WHERE rolname = $1", _ => true, cancellationToken, role)).Count > 0;

    /// <summary>Null when there is no such database.</summary>
    public static async Task<DatabaseEntry?> FindDatabaseAsync(
        this NpgsqlConnection connection, string database, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            """
            SELECT r.rolname, d.datistemplate, left(shobj_description(d.oid, 'pg_database'), 200)
            FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
            WHERE d.datname = $1
            """,
            r => new DatabaseEntry(r.GetString(0), r.GetBoolean(1), r.IsDBNull(2) ? null : r.GetString(2)),
            cancellationToken,
            database)).SingleOrDefault();
}

/// <param name="Comment">Names the instance once the database is initialized. Its beginning: its owner can write any amount.</param>
internal sealed record DatabaseEntry(string Owner, bool IsTemplate, string? Comment);
