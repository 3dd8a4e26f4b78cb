using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>Takes the least filled active server. The locks make "count, then take" one thing, so that no server is overfilled.</summary>
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
        var servers = await db.DatabaseServers
            .FromSql($"SELECT *, xmin FROM database_servers WHERE status = 'active' ORDER BY id FOR UPDATE")
            .ToListAsync(cancellationToken);
        var used = await db.InstanceAllocations
            .Where(p => p.DatabaseServerId != null)
            .GroupBy(p => p.DatabaseServerId!.Value)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);

        // One that does not answer is taken only when no other has room.
        var server = servers
            .Where(s => Used(s) < s.Capacity)
            .MinBy(s => (!databases.IsAnswering(s), (double)Used(s) / s.Capacity))
            ?? throw new RefusedException("no_database_capacity", "No database server has room for another instance; please try again later.");
        allocation.AllocateServer(server);
        await db.SaveChangesAsync(cancellationToken);

        int Used(DatabaseServer s) => used.GetValueOrDefault(s.Id);
    }
}
