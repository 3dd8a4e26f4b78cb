using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Instances;

/// <summary>
/// Tells tenants and their instances how their subscription stands. A payment itself touches no instance: it raises a version, and whoever finds one
/// that is not applied yet applies what holds by then.
/// </summary>
public sealed partial class BillingStandings(IAppDb db, TimeProvider clock, ILogger<BillingStandings> logger)
{
    private const int Batch = 200;

    /// <summary>In the caller's transaction; saved.</summary>
    /// <returns>False when operations are under way, whose instances have to be told after them.</returns>
    public async Task<bool> ApplyAsync(TenantId id, CancellationToken cancellationToken)
    {
        var (live, idle, othersBusy) = await db.InstancesToSettleAsync(id, cancellationToken);
        var subscriptions = await db.Subscriptions.Where(s => s.TenantId == id).ToListAsync(cancellationToken);
        var tenant = await db.Tenants.SingleAsync(t => t.Id == id, cancellationToken);
        if (Standing.OfTenant(subscriptions) is { } standing && tenant.Status is not TenantStatus.Terminated)
            Settle(tenant, standing, live, idle);

        foreach (var subscription in subscriptions.Where(_ => !othersBusy))
            subscription.ApplyStanding();
        await db.SaveChangesAsync(cancellationToken);
        return !othersBusy;
    }

    /// <summary>What no event told, or not in time. Reads only what is not applied, by an index.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        // Each once in a round: those that stay busy must not stand before all others.
        var after = default(SubscriptionId);
        while (await WaitingAfterAsync(after, cancellationToken) is { Count: > 0 } waiting)
        {
            foreach (var tenant in waiting.Select(w => w.Tenant).Distinct())
                await db.TryOneAsync(token => db.InTransactionAsync(t => ApplyAsync(tenant, t), token), e => Failed(e, tenant.Value), cancellationToken);
            after = waiting[^1].Id;
        }
    }

    private Task<List<Waiting>> WaitingAfterAsync(SubscriptionId after, CancellationToken cancellationToken) => db.Subscriptions
        .Where(s => s.AppliedVersion < s.StandingVersion && (Guid)(object)s.Id > after.Value)
        .OrderBy(s => s.Id).Take(Batch).Select(s => new Waiting(s.Id, s.TenantId)).ToListAsync(cancellationToken);

    // What billing lets them do comes before they are started: starting asks for it.
    private void Settle(Tenant tenant, Standing standing, List<Instance> live, List<Instance> idle)
    {
        var now = clock.GetUtcNow();
        foreach (var instance in live)
            instance.Bill(standing.Billing, now);

        // What others have suspended stays suspended: each lifts only what is theirs.
        if (standing.Suspends)
            tenant.Suspend(now, TenantSuspension.Billing);
        else if (tenant.IsSuspendedBy(TenantSuspension.Billing))
            tenant.Activate(now, TenantSuspension.Billing);
        if (tenant.Status is TenantStatus.Suspended)
            db.SuspendForTenant(idle, now);
        else if (tenant.Status is TenantStatus.Active)
            db.ResumeForTenant(idle, now);
    }

    private sealed record Waiting(SubscriptionId Id, TenantId Tenant);

    [LoggerMessage(Level = LogLevel.Error, Message = "The instances of tenant {Tenant} cannot be told how its subscription stands; it is tried again in a minute")]
    private partial void Failed(Exception exception, Guid tenant);
}
