using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>
/// Whether an instance's role can log in and its database lets it in: rights, limits and owners that somebody may have changed since.
/// </summary>
internal sealed class InstanceAccess(ServerConnections connections, IOptions<OdooOptions> options)
{
    private const string Intact = """
        SELECT r.rolname, a.rolpassword FROM unnest($1, $2) AS login (role, database)
        JOIN pg_roles r ON r.rolname = login.role JOIN pg_authid a ON a.oid = r.oid
        LEFT JOIN pg_database d ON d.datname = login.database
        WHERE r.rolcanlogin AND r.rolconnlimit = $3 AND coalesce(r.rolvaliduntil, 'infinity') = 'infinity' AND r.rolinherit
            AND NOT (r.rolsuper OR r.rolcreatedb OR r.rolcreaterole OR r.rolreplication OR r.rolbypassrls)
            AND (d.oid IS NULL OR (d.datdba = r.oid AND d.datallowconn AND d.datconnlimit = -1 AND NOT d.datistemplate
                AND has_database_privilege(r.oid, d.oid, 'CONNECT')))
            AND ($4 OR d.oid IS NOT NULL)
        """;

    /// <param name="password">Null: not compared.</param>
    public async Task<bool> IsIntactAsync(
        NpgsqlConnection connection, string database, string role, string? password, CancellationToken cancellationToken)
    {
        var found = await QueryAsync(connection, [new(role, database)], withoutDatabase: true, cancellationToken);
        return found.Count == 1 && (password is null || (found[0].Verifier is { } verifier && ScramVerifier.Matches(verifier, password)));
    }

    /// <summary>Those of the roles that can log in to their databases. Passwords are not compared: that costs.</summary>
    public async Task<IReadOnlySet<string>> IntactAsync(
        DatabaseServer server, IReadOnlyCollection<InstanceLogin> logins, CancellationToken cancellationToken)
    {
        var found = await connections.OnServerAsync(
            server, c => QueryAsync(c, logins, withoutDatabase: false, cancellationToken), cancellationToken);
        return found.Select(f => f.Role).ToHashSet(StringComparer.Ordinal);
    }

    private Task<List<(string Role, string? Verifier)>> QueryAsync(
        NpgsqlConnection connection, IReadOnlyCollection<InstanceLogin> logins, bool withoutDatabase, CancellationToken cancellationToken) =>
        connection.QueryAsync(
            Intact,
            r => (r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1)),
            cancellationToken,
            logins.Select(l => l.Role).ToArray(),
            logins.Select(l => l.Database).ToArray(),
            options.Value.ConnectionLimit,
            withoutDatabase);
}
