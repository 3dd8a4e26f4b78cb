using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

internal sealed class InstalledModules(ServerConnections connections)
{
    public async Task<IReadOnlyList<string>> ReadAsync(DatabaseServer server, string database, CancellationToken cancellationToken)
    {
        var found = await connections.OnServerAsync(server, c => c.FindDatabaseAsync(database, cancellationToken), cancellationToken)
            ?? throw new InvalidOperationException($"There is no database {database}.");

        return await connections.AsOwnerAsync(
            server,
            database,
            found.Owner,
            c => c.QueryAsync(
                "SELECT name FROM public.ir_module_module WHERE state = $1 ORDER BY name",
                r => r.GetString(0),
                cancellationToken,
                OdooModule.Installed),
            cancellationToken);
    }
}
