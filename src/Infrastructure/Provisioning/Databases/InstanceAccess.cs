using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>
/// Whether an instance's role can log in and its database lets it in: rights, limits and owners that somebody may have changed since.
/// </summary>
internal sealed class InstanceAccess(ServerConnections connections, IOptions<OdooOptions> options)
{
    private const string Intact = """
        SELECT r.rolname, a.rolpassword FROM pg_roles r JOIN pg_authid a ON a.oid = r.oid
        LEFT JOIN pg_database d ON d.datname = CASE WHEN $2 = '' THEN r.rolname ELSE $2 END
        WHERE ($1 = '' OR r.rolname = $1) AND starts_with(r.rolname, 'odoo_')
            AND r.rolcanlogin AND r.rolconnlimit = $3 AND coalesce(r.rolvaliduntil, 'infinity') = 'infinity' AND r.rolinherit
            AND NOT (r.rolsuper OR r.rolcreatedb OR r.rolcreaterole OR r.rolreplication OR r.rolbypassrls)
            AND (d.oid IS NULL OR (d.datdba = r.oid AND d.datallowconn AND d.datconnlimit = -1 AND NOT d.datistemplate
                AND has_database_privilege(r.oid, d.oid, 'CONNECT')))
            AND ($4 OR d.oid IS NOT NULL)
        """;

    /// <param name="password">Null: not compared.</param>
    public async Task<bool> IsIntactAsync(
        NpgsqlConnection connection, string database, string role, string? password, CancellationToken cancellationToken)
    {
        var found = await QueryAsync(connection, role, database, withoutDatabase: true, cancellationToken);
        return found.Count == 1 && (password is null || (found[0].Verifier is { } verifier && ScramVerifier.Matches(verifier, password)));
    }

    /// <summary>
    /// Names of the roles of the server that can log in to the databases of their names. Passwords are not compared: that costs.
    /// </summary>
    public async Task<IReadOnlySet<string>> IntactAsync(DatabaseServer server, CancellationToken cancellationToken)
    {
        var found = await connections.OnServerAsync(
            server, c => QueryAsync(c, role: "", database: "", withoutDatabase: false, cancellationToken), cancellationToken);
        return found.Select(f => f.Role).ToHashSet(StringComparer.Ordinal);
    }

    private Task<List<(string Role, string? Verifier)>> QueryAsync(
        NpgsqlConnection connection, string role, string database, bool withoutDatabase, CancellationToken cancellationToken) =>
        connection.QueryAsync(
            Intact,
            r => (r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1)),
            cancellationToken,
            role,
            database,
            options.Value.ConnectionLimit,
            withoutDatabase);
}
