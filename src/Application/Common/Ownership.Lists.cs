using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Audit;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Common;

// A page of what belongs to the caller's tenants, newest first, begun at the caller's memberships: the first rows of each tenant along its
// index. Left to choose, PostgreSQL walks back through everybody's rows until a page is full, which for old ones is the whole table; the
// limit inside of the lateral query leaves it no choice.
// Sort them once more: the order of a subquery is nobody's promise.
public static partial class Ownership
{
    // Greater than every id that is given out.
    private static readonly Guid End = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    public static IQueryable<Tenant> NewestTenantsOf(this IAppDb db, ICaller caller, Paging paging, TenantStatus? status) => db.Tenants.FromSql(
        $"""
        select found.* from tenant_members m cross join lateral (
            select t.*, t.xmin from tenants t
            where t.id = m.tenant_id and ({WireName(status)}::text is null or t.status = {WireName(status)}) limit 1) found
        where m.customer_id = {caller.CustomerId.Value} and m.tenant_id < {paging.After ?? End}
        order by m.tenant_id desc limit {paging.Limit + 1}
        """);

    public static IQueryable<Subscription> NewestSubscriptionsOf(
        this IAppDb db, ICaller caller, Paging paging, TenantId? tenant, SubscriptionStatus? status) => db.Subscriptions.FromSql(
        $"""
        select found.* from tenant_members m cross join lateral (
            select s.*, s.xmin from subscriptions s
            where s.tenant_id = m.tenant_id and s.id < {paging.After ?? End} and ({WireName(status)}::text is null or s.status = {WireName(status)})
            order by s.id desc limit {paging.Limit + 1}) found
        where m.customer_id = {caller.CustomerId.Value} and ({tenant?.Value}::uuid is null or m.tenant_id = {tenant?.Value})
        """);

    // By their ids, since EF cannot read a complex property from SQL of ours.
    public static IQueryable<Instance> NewestInstancesOf(
        this IAppDb db, ICaller caller, Paging paging, TenantId? tenant, InstanceStatus? status)
    {
        var ids = db.Database.SqlQuery<Guid>(
            $"""
            select found.id as "Value" from tenant_members m cross join lateral (
                select i.id from instances i
                where i.tenant_id = m.tenant_id and i.id < {paging.After ?? End} and ({WireName(status)}::text is null or i.status = {WireName(status)})
                order by i.id desc limit {paging.Limit + 1}) found
            where m.customer_id = {caller.CustomerId.Value} and ({tenant?.Value}::uuid is null or m.tenant_id = {tenant?.Value})
            order by found.id desc limit {paging.Limit + 1}
            """);
        return db.Instances.Where(i => ids.Contains((Guid)(object)i.Id));
    }

    /// <summary>Of the tenants that the caller owns.</summary>
    public static IQueryable<AuditEntry> NewestAuditOfTenantsOf(this IAppDb db, ICaller caller, Paging paging) => db.AuditEntries.FromSql(
        $"""
        select found.* from tenant_members m cross join lateral (
            select e.* from audit_entries e where e.tenant_id = m.tenant_id and e.id < {paging.After ?? End}
            order by e.id desc limit {paging.Limit + 1}) found
        where m.customer_id = {caller.CustomerId.Value} and m.role = 'owner'
        """);

    private static string? WireName<TEnum>(TEnum? value) where TEnum : struct, Enum =>
        value is { } given ? EnumText<TEnum>.Of(given) : null;
}
