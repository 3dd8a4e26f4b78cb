using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Finds databases and roles that bear an instance's name on a server where no live instance has them.</summary>
public sealed partial class NamedOrphans(IAppDb db, IOdooDatabases databases, ILogger<NamedOrphans> logger)
{
    /// <summary>Databases before the roles that own them. A server that does not answer is one of the findings.</summary>
    public async Task<IReadOnlyList<Orphan>> FindAsync(CancellationToken cancellationToken)
    {
        var found = new List<Orphan>();
        foreach (var server in await db.DatabaseServers.AsNoTracking().OrderBy(s => s.Id).ToListAsync(cancellationToken))
        {
            try
            {
                found.AddRange(await FindAsync(server, await databases.ListNamedAsync(server, cancellationToken), cancellationToken));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // It says nothing of the others.
                NotAsked(e, server.Name);
                found.Add(new(FindingKind.DatabaseServer, server.Name, Instance: null, "unreachable", server));
            }
        }

        return found;
    }

    /// <exception cref="RefusedException">
    /// Code <c>database_owner</c>: it is somebody else's; <c>role_in_use</c>: its databases are there. What a role owns goes with it.
    /// </exception>
    public async Task RemoveAsync(Orphan orphan, CancellationToken cancellationToken)
    {
        var instance = orphan.Instance!.Value;
        if (orphan.Kind == FindingKind.Database)
        {
            await databases.DropDatabaseAsync(orphan.Server!, orphan.Name, InstanceAllocation.RoleOf(instance), cancellationToken);
            return;
        }

        var named = await databases.ListNamedAsync(orphan.Server!, cancellationToken);
        if (named.Any(n => n.Kind == FindingKind.Database && n.ShortId == instance.ShortId))
            throw new RefusedException("role_in_use", "Databases of the role are still there.");

        await databases.DropRoleAsync(orphan.Server!, orphan.Name, cancellationToken);
    }

    // The names were read first: what is made since is not among them.
    private async Task<IEnumerable<Orphan>> FindAsync(DatabaseServer server, IReadOnlyList<NamedObject> named, CancellationToken cancellationToken)
    {
        var allocated = await db.InstanceAllocations.Where(a => a.DatabaseServerId == server.Id)
            .Select(a => new Owner(a.InstanceId, false, false, a.Generation, a.SpareGeneration, a.LastGeneration)).ToListAsync(cancellationToken);
        var proofs = await db.BackupProofs.Where(p => p.DatabaseServerId == server.Id).Select(p => p.Id).ToListAsync(cancellationToken);
        var used = allocated.Concat(proofs.Select(Owner.Of)).SelectMany(o => o.Databases.Append(InstanceAllocation.RoleOf(o.Id))).ToHashSet(StringComparer.Ordinal);
        var strangers = named.Where(n => !used.Contains(n.Name)).OrderBy(n => n.Kind).ToList();
        if (strangers.Count == 0)
            return [];

        var ends = strangers.Select(s => s.ShortId).Distinct(StringComparer.Ordinal).ToArray();
        var ids = await db.Database.SqlQuery<Guid>($"select id as \"Value\" from instances where right(id::text, 12) = any({ends})").ToListAsync(cancellationToken);
        var owners = (await db.OwnersAsync(ids, cancellationToken)).Values.ToDictionary(o => o.Id.ShortId, StringComparer.Ordinal);
        return
        [
            .. from stranger in strangers
               let owner = owners.GetValueOrDefault(stranger.ShortId)
               where owner is null or { IsBusy: false }
               select new Orphan(stranger.Kind, stranger.Name, owner?.Id, Orphan.ReasonOf(stranger.Name, owner), server),
        ];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database server {Server} cannot be asked for what nobody uses")]
    private partial void NotAsked(Exception exception, string server);
}
