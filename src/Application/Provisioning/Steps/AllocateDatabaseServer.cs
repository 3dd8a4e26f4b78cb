using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>
/// Takes the least filled active server; one that does not answer only when no other has room. The lock on it makes "is there room, then
/// take" one thing, so that none is overfilled.
/// </summary>
internal sealed class AllocateDatabaseServer(IAppDb db, IOdooDatabases databases) : IProvisioningStep
{
    public StepName Name => StepName.AllocateDatabaseServer;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        if (context.Allocation.DatabaseServerId is null)
            await db.InTransactionAsync(token => AllocateAsync(context.Allocation, token), cancellationToken);
    }

    private async Task AllocateAsync(InstanceAllocation allocation, CancellationToken cancellationToken)
    {
        var server = await TakeAsync(cancellationToken)
            ?? throw new RefusedException("no_database_capacity", "No database server has room for another instance; please try again later.");
        allocation.AllocateServer(server);
        await db.SaveChangesAsync(cancellationToken);
    }

    // Who waited for the lock finds nothing when the room is gone by then, and looks for the next: somebody else has got on meanwhile.
    private async Task<DatabaseServer?> TakeAsync(CancellationToken cancellationToken)
    {
        var active = await db.DatabaseServers.AsNoTracking().Where(s => s.Status == DatabaseServerStatus.Active).ToListAsync(cancellationToken);
        var silent = active.Where(s => !databases.IsAnswering(s)).Select(s => s.Id.Value).ToArray();
        do
        {
            var found = await db.DatabaseServers.FromSql(
                $"""
                SELECT *, xmin FROM database_servers WHERE status = 'active' AND instances < capacity
                ORDER BY id = ANY ({silent}), instances::float / capacity, id LIMIT 1 FOR UPDATE
                """).ToListAsync(cancellationToken);
            if (found.Count > 0)
                return found[0];
        }
        while (await db.DatabaseServers.AnyAsync(s => s.Status == DatabaseServerStatus.Active && s.Instances < s.Capacity, cancellationToken));
        return null;
    }
}
