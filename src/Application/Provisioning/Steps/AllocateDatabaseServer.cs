using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning.Servers;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>
/// Takes the least filled server that may have the instance: one of the tenant's own where the plan that was sold promises that, else a shared
/// one. Never one that is draining or in error; one that does not answer just now only when no other has room. The lock on it makes "may it, and
/// is there room, then take" one thing, so that none is overfilled and none is taken that was dedicated to another meanwhile.
/// </summary>
internal sealed class AllocateDatabaseServer(IAppDb db, IOdooDatabases databases) : IProvisioningStep
{
    public StepName Name => StepName.AllocateDatabaseServer;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        if (context.Allocation.DatabaseServerId is null)
            await db.InTransactionAsync(token => AllocateAsync(context, token), cancellationToken);
    }

    private async Task AllocateAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        var tenant = context.Instance.TenantId;
        var dedicated = await db.IsPromisedServerAsync(tenant, cancellationToken);
        var server = await TakeAsync(dedicated ? tenant : null, cancellationToken) ?? throw AllocationRefusals.Of(dedicated);
        // The plan may have been changed while the lock was waited for.
        if (dedicated != await db.IsPromisedServerAsync(tenant, cancellationToken))
            throw new WorldChangedException("plan_changed", "The plan was changed while a database server was chosen.");

        context.Allocation.AllocateServer(server);
        await db.SaveChangesAsync(cancellationToken);
    }

    // Who waited for the lock finds nothing when the room is gone by then, and looks for the next: somebody else has got on meanwhile.
    private async Task<DatabaseServer?> TakeAsync(TenantId? owner, CancellationToken cancellationToken)
    {
        var possible = await Possible(owner).AsNoTracking().ToListAsync(cancellationToken);
        var silent = possible.Where(s => !databases.IsAnswering(s)).Select(s => s.Id.Value).ToArray();
        do
        {
            var found = await db.DatabaseServers.FromSql(
                $"""
                SELECT *, xmin FROM database_servers
                WHERE tenant_id IS NOT DISTINCT FROM {owner?.Value} AND NOT draining AND health <> 'error' AND instances < capacity
                ORDER BY id = ANY ({silent}), instances::float / capacity, id LIMIT 1 FOR UPDATE
                """).ToListAsync(cancellationToken);
            if (found.Count > 0)
                return found[0];
        }
        while (await Possible(owner).AnyAsync(cancellationToken));
        return null;
    }

    private IQueryable<DatabaseServer> Possible(TenantId? owner) => db.DatabaseServers
        .Where(s => s.TenantId == owner && !s.Draining && s.Health != DatabaseServerHealth.Error && s.Instances < s.Capacity);
}
