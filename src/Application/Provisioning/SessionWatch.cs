using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Tells instances' owners of sessions that were ended.</summary>
public sealed class SessionWatch(IAppDb db, TimeProvider clock)
{
    public async Task TellAsync(DatabaseServer server, IReadOnlyList<EndedSessions> ended, CancellationToken cancellationToken)
    {
        var instances = await InstancesAsync(server, cancellationToken);
        foreach (var one in ended)
        {
            if (instances.TryGetValue(one.Role, out var id))
                await db.InTransactionAsync(token => TellAsync(id, one, token), cancellationToken);
        }
    }

    // Under the instance's lock: an operation or its owner may be changing it.
    private async Task TellAsync(InstanceId id, EndedSessions one, CancellationToken cancellationToken)
    {
        await db.LockInstanceAsync(id, cancellationToken);
        (await db.Instances.SingleAsync(i => i.Id == id, cancellationToken)).EndedSessions(one.Reason, one.Sessions, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    // A role's name follows from the id, not the other way round; a server holds few.
    private async Task<Dictionary<string, InstanceId>> InstancesAsync(DatabaseServer server, CancellationToken cancellationToken)
    {
        var allocations = await db.InstanceAllocations.AsNoTracking()
            .Where(a => a.DatabaseServerId == server.Id)
            .ToListAsync(cancellationToken);
        return allocations.ToDictionary(a => a.Role, a => a.InstanceId, StringComparer.Ordinal);
    }
}
