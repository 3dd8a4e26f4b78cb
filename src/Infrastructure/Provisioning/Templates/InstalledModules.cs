using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>Reads what the customer's administrator can write: no more of it than a real Odoo could have.</summary>
internal sealed class InstalledModules(ServerConnections connections)
{
    private const int MostModules = 5000;

    public async Task<IReadOnlyList<string>> ReadAsync(DatabaseServer server, string database, CancellationToken cancellationToken)
    {
        var found = await connections.OnServerAsync(server, c => c.FindDatabaseAsync(database, cancellationToken), cancellationToken)
            ?? throw new InvalidOperationException($"There is no database {database}.");

        return await connections.AsOwnerAsync(
            server,
            database,
            found.Owner,
            c => c.QueryAsync(
                $"SELECT left(name, 100) FROM public.ir_module_module WHERE state = $1 ORDER BY name LIMIT {MostModules}",
                r => r.GetString(0),
                cancellationToken,
                OdooModule.Installed),
            cancellationToken);
    }
}
