using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>
/// Whether an instance's role can log in and its database lets it in: rights, limits, owners and settings that somebody may have changed since.
/// </summary>
internal sealed class InstanceAccess(ServerConnections connections, IOptions<OdooOptions> options)
{
    // What an owner may write as long as he likes is cut.
    private const string Access = """
        SELECT l.role, l.database, r.rolcanlogin, r.rolsuper, r.rolcreatedb, r.rolcreaterole, r.rolreplication, r.rolbypassrls, r.rolinherit,
            coalesce(r.rolvaliduntil, 'infinity')::text, r.rolconnlimit, a.rolpassword,
            ARRAY(SELECT left(s, 200) FROM unnest(r.rolconfig) s ORDER BY s COLLATE "C" LIMIT 50),
            o.rolname, d.datallowconn, d.datistemplate, d.datconnlimit,
            ARRAY(SELECT left(s, 200) FROM pg_db_role_setting g, unnest(g.setconfig) s
                WHERE g.setdatabase = d.oid AND g.setrole IN (0, r.oid) ORDER BY s COLLATE "C" LIMIT 50),
            ARRAY(SELECT coalesce(pg_get_userbyid(nullif(x.grantee, 0)), 'public') || ': ' || string_agg(lower(x.privilege_type), ' ' ORDER BY x.privilege_type)
                FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) x GROUP BY x.grantee ORDER BY 1 LIMIT 50),
            coalesce(has_database_privilege(r.oid, d.oid, 'CONNECT'), false)
        FROM unnest($1, $2) AS l (role, database)
        LEFT JOIN pg_roles r ON r.rolname = l.role LEFT JOIN pg_authid a ON a.oid = r.oid
        LEFT JOIN pg_database d ON d.datname = l.database LEFT JOIN pg_roles o ON o.oid = d.datdba
        """;

    /// <summary>Thing by thing. A database that is not there yet is not missed.</summary>
    /// <param name="password">Null: not compared.</param>
    public async Task<IReadOnlyList<DriftLine>> CompareAsync(
        NpgsqlConnection connection, string database, string role, string? password, CancellationToken cancellationToken) =>
        AccessLines.Of((await QueryAsync(connection, [new(role, database)], cancellationToken))[0], options.Value, password);

    /// <summary>Those of the roles that can log in to their databases. Passwords are not compared: that costs.</summary>
    public async Task<IReadOnlySet<string>> IntactAsync(
        DatabaseServer server, IReadOnlyCollection<InstanceLogin> logins, CancellationToken cancellationToken)
    {
        var found = await connections.OnServerAsync(server, c => QueryAsync(c, logins, cancellationToken), cancellationToken);
        return found.Where(f => f.Database is not null && AccessLines.LetIn(AccessLines.Of(f, options.Value, password: null)))
            .Select(f => f.Login.Role).ToHashSet(StringComparer.Ordinal);
    }

    private static Task<List<AccessRow>> QueryAsync(
        NpgsqlConnection connection, IReadOnlyCollection<InstanceLogin> logins, CancellationToken cancellationToken) => connection.QueryAsync(
        Access,
        r => new AccessRow(
            new(r.GetString(0), r.GetString(1)),
            r.IsDBNull(2) ? null : new(
                r.GetBoolean(2), r.GetBoolean(3), r.GetBoolean(4), r.GetBoolean(5), r.GetBoolean(6), r.GetBoolean(7), r.GetBoolean(8), r.GetString(9),
                r.GetInt32(10), r.IsDBNull(11) ? null : r.GetString(11), r.GetFieldValue<string[]>(12)),
            r.IsDBNull(13) ? null : new(
                r.GetString(13), r.GetBoolean(14), r.GetBoolean(15), r.GetInt32(16), r.GetFieldValue<string[]>(17), r.GetFieldValue<string[]>(18),
                r.GetBoolean(19))),
        cancellationToken,
        logins.Select(l => l.Role).ToArray(),
        logins.Select(l => l.Database).ToArray());
}

/// <summary>As the catalogue has it.</summary>
/// <param name="Role">Null when there is none.</param>
/// <param name="Database">Null when there is none.</param>
internal sealed record AccessRow(InstanceLogin Login, RoleRow? Role, DatabaseRow? Database);

/// <param name="Verifier">What is stored of its password.</param>
internal sealed record RoleRow(
    bool CanLogIn,
    bool IsSuperuser,
    bool CreatesDatabases,
    bool CreatesRoles,
    bool Replicates,
    bool BypassesRowSecurity,
    bool Inherits,
    string ValidUntil,
    int ConnectionLimit,
    string? Verifier,
    string[] Settings);

internal sealed record DatabaseRow(string Owner, bool AllowsConnections, bool IsTemplate, int ConnectionLimit, string[] Settings, string[] Grants, bool LetsRoleIn);
