using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>What a tenant may use because of its live subscription. Bytes and processors are ceilings for one instance.</summary>
public sealed record Entitlements(
    SubscriptionId SubscriptionId,
    SubscriptionStatus Status,
    string Plan,
    int MaxInstances,
    int MaxUsers,
    decimal MaxCpu,
    long MaxMemoryBytes,
    long MaxStorageBytes,
    DatabaseKind DatabaseKind)
{
    public ResourceCeiling Ceiling => new(MaxCpu, MaxMemoryBytes, MaxStorageBytes);
}

public static class EntitlementsQuery
{
    /// <summary>Null without a live subscription: then the tenant may have no instance. A tenant has at most one.</summary>
    /// <remarks>
    /// While a change to a smaller plan waits for the end of the period, the smaller of both holds: else it would be outgrown by then.
    /// </remarks>
    public static async Task<Entitlements?> EntitlementsOfAsync(this IAppDb db, TenantId tenant, CancellationToken cancellationToken)
    {
        var live = await db.Subscriptions.AsNoTracking().Where(s => s.TenantId == tenant && SubscriptionStatuses.Live.Contains(s.Status))
            .Select(s => new { s.Id, s.Status, s.PlanId, s.PendingPlanId }).SingleOrDefaultAsync(cancellationToken);
        if (live is null)
            return null;

        var plans = await db.Plans.AsNoTracking().Where(p => p.Id == live.PlanId || p.Id == live.PendingPlanId).ToListAsync(cancellationToken);
        var sold = plans.Single(p => p.Id == live.PlanId);
        return new(
            live.Id, live.Status, sold.Code, plans.Min(p => p.MaxInstances), plans.Min(p => p.MaxUsers), plans.Min(p => p.MaxCpu),
            plans.Min(p => p.MaxMemoryBytes), plans.Min(p => p.MaxStorageBytes), sold.DatabaseKind);
    }

    /// <summary>
    /// How many people a tenant may have, members and those invited together. Without a live subscription: as many as the smallest plan on
    /// offer allows, so that a team can be put together before the plan is bought.
    /// </summary>
    public static async Task<int> SeatsOfAsync(this IAppDb db, TenantId tenant, CancellationToken cancellationToken) =>
        (await db.EntitlementsOfAsync(tenant, cancellationToken))?.MaxUsers
        ?? await db.Plans.Where(p => p.WithdrawnAt == null).MinAsync(p => (int?)p.MaxUsers, cancellationToken) ?? 1;
}
