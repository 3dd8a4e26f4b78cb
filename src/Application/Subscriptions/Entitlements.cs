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
    /// <summary>None or one row: a tenant has at most one live subscription, and without one it may have no instance.</summary>
    public static IQueryable<Entitlements> EntitlementsOf(this IAppDb db, TenantId tenant) =>
        from subscription in db.Subscriptions
        join plan in db.Plans on subscription.PlanId equals plan.Id
        where subscription.TenantId == tenant && SubscriptionStatuses.Live.Contains(subscription.Status)
        select new Entitlements(
            subscription.Id, subscription.Status, plan.Code, plan.MaxInstances, plan.MaxUsers, plan.MaxCpu, plan.MaxMemoryBytes,
            plan.MaxStorageBytes, plan.DatabaseKind);
}
