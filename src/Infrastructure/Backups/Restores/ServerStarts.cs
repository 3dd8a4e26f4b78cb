using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

internal static class ServerStarts
{
    /// <summary>Since when a server runs: another time after a failure says that it was the server that went.</summary>
    public static Task<DateTime> StartOfServerAsync(this ServerConnections connections, DatabaseServer server, CancellationToken cancellationToken) =>
        connections.OnServerAsync(
            server, async c => (await c.QueryAsync("SELECT pg_postmaster_start_time()", r => r.GetDateTime(0), cancellationToken)).Single(), cancellationToken);
}
