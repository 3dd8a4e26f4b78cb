using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Instances;

/// <summary>
/// Terminates, with a final backup, what a subscription has left that ended long enough ago. Goes by what is there and not by events: whoever
/// has paid until a tenant's turn comes keeps all.
/// </summary>
public sealed partial class UnpaidInstances(IAppDb db, TimeProvider clock, ILogger<UnpaidInstances> logger)
{
    private static readonly InstanceStatus[] Gone = [InstanceStatus.Terminating, InstanceStatus.Terminated];

    public async Task TerminateDueAsync(CancellationToken cancellationToken)
    {
        foreach (var tenant in await Due().Select(s => s.TenantId).Distinct().ToListAsync(cancellationToken))
            await db.TryOneAsync(token => db.InTransactionAsync(t => TerminateAsync(tenant, t), token), e => Failed(e, tenant.Value), cancellationToken);
    }

    // By the clock that the subscription goes by.
    private IQueryable<Subscription> Due()
    {
        var now = clock.GetUtcNow();
        return db.Subscriptions.Where(s => s.TerminateAt != null
            && s.TerminateAt <= (db.TestClocks.Where(c => c.Id == s.ClockId).Select(c => (DateTimeOffset?)c.Now).FirstOrDefault() ?? now)
            && db.Instances.Any(i => i.TenantId == s.TenantId && !Gone.Contains(i.Status))
            && !db.Subscriptions.Any(l => l.TenantId == s.TenantId && SubscriptionStatuses.Live.Contains(l.Status)));
    }

    private async Task TerminateAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        // A payment takes the tenant's lock as well: it comes before, and is seen, or after, and starts from what is left.
        await db.LockTenantAsync(tenant, cancellationToken);
        await db.LockInstancesAsync(tenant, cancellationToken);
        if (!await Due().AnyAsync(s => s.TenantId == tenant, cancellationToken))
            return;

        var now = clock.GetUtcNow();
        foreach (var instance in await db.Instances.Where(i => i.TenantId == tenant && !Gone.Contains(i.Status)).ToListAsync(cancellationToken))
            await db.SupersedeAsync(instance.Terminate(Requester.Platform, now).Value, now, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The instances of tenant {Tenant} cannot be terminated; it is tried again in a minute")]
    private partial void Failed(Exception exception, Guid tenant);
}
