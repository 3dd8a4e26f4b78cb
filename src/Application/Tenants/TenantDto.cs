using System.Text.Json;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Tenants;

/// <summary>A tenant with what its live subscription allows.</summary>
/// <param name="SuspendedBy"><c>owner</c>, <c>operator</c>, <c>billing</c>: all who have to lift it before it is active.</param>
/// <param name="CustomDomain">Null: domains of customers' own are not offered yet.</param>
/// <param name="Plan">Code of the plan; null without a live subscription.</param>
/// <param name="MaxInstances">
/// 0 without a live subscription. While a change to a smaller plan waits for the end of the period, that plan's; likewise <paramref name="MaxUsers"/>.
/// </param>
/// <param name="InstanceCount">Those that are not terminated, as they count towards <paramref name="MaxInstances"/>.</param>
public sealed record TenantDto(
    TenantId Id,
    string Name,
    TenantStatus Status,
    List<string> SuspendedBy,
    string? CustomDomain,
    Dictionary<string, JsonElement> Metadata,
    string? Plan,
    int MaxInstances,
    int MaxUsers,
    int InstanceCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    uint Version) : IVersioned;

internal static class TenantViews
{
    /// <summary>One query, whatever the number of tenants. Filter and page <paramref name="tenants"/> first.</summary>
    public static IQueryable<TenantDto> ViewsOf(this IAppDb db, IQueryable<Tenant> tenants) =>
        from tenant in tenants
        join found in db.Subscriptions.Where(s => SubscriptionStatuses.Live.Contains(s.Status)) on tenant.Id equals found.TenantId into live
        from subscription in live.DefaultIfEmpty()
        join sold in db.Plans on subscription.PlanId equals sold.Id into plans
        from plan in plans.DefaultIfEmpty()
        join waiting in db.Plans on subscription.PendingPlanId equals (PlanId?)waiting.Id into nexts
        from next in nexts.DefaultIfEmpty()
        orderby tenant.Id descending
        select new TenantDto(
            tenant.Id, tenant.Name, tenant.Status, tenant.SuspendedBy, null, tenant.Metadata,
            plan == null ? null : plan.Code,
            plan == null ? 0 : next != null && next.MaxInstances < plan.MaxInstances ? next.MaxInstances : plan.MaxInstances,
            plan == null ? 0 : next != null && next.MaxUsers < plan.MaxUsers ? next.MaxUsers : plan.MaxUsers,
            db.Instances.Count(i => i.TenantId == tenant.Id && i.Status != InstanceStatus.Terminated),
            tenant.CreatedAt, tenant.UpdatedAt, tenant.Version);
}
