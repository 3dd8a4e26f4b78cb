using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>What on a server bears an instance's name: whether it is one's is for the platform's own database to say.</summary>
internal static class NamedObjects
{
    // Roles that come and go with a piece of work have longer names: they are ended with the instance's own.
    private const string Named = """
        SELECT true, datname, right(datname, 12) FROM pg_database WHERE datname ~ '^odoo_(g[0-9]{1,9}_)?[0-9a-f]{12}$'
        UNION ALL
        SELECT false, rolname, right(rolname, 12) FROM pg_roles WHERE rolname ~ '^odoo_[0-9a-f]{12}$'
        ORDER BY 1, 2
        """;

    public static async Task<IReadOnlyList<NamedObject>> ListAsync(
        ServerConnections connections, DatabaseServer server, CancellationToken cancellationToken) => await connections.OnServerAsync(
        server,
        c => c.QueryAsync(
            Named,
            r => new NamedObject(r.GetBoolean(0) ? FindingKind.Database : FindingKind.Role, r.GetString(1), r.GetString(2)),
            cancellationToken),
        cancellationToken);
}
