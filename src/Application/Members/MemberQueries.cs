using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Members;

internal static class MemberQueries
{
    /// <summary>
    /// The tenant with its members, its row locked until the end of the transaction: rules about the last owner hold only when the team
    /// cannot change meanwhile.
    /// </summary>
    public static async Task<Tenant?> LockWithMembersAsync(this IAppDb db, TenantId id, CancellationToken cancellationToken)
    {
        await db.LockTenantAsync(id, cancellationToken);
        return await db.Tenants.Include(t => t.Members).SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
    }

    /// <summary>Whether somebody who can log in still decides about the tenant: a closed account counts for nothing.</summary>
    public static Task<bool> HasOpenOwnerAsync(this IAppDb db, Tenant tenant, CancellationToken cancellationToken)
    {
        var owners = tenant.Members.Where(m => m.Role is TenantRole.Owner).Select(m => m.CustomerId).ToList();
        return db.Customers.AnyAsync(c => owners.Contains(c.Id) && c.Status == CustomerStatus.Active, cancellationToken);
    }

    /// <summary>The subscription is billed to whom the tenant is billed to; those that ended stay with whom had them.</summary>
    public static Task BillSubscriptionAsync(this IAppDb db, Tenant tenant, CancellationToken cancellationToken) =>
        db.Subscriptions
            .Where(s => s.TenantId == tenant.Id && s.CustomerId != tenant.CustomerId && !SubscriptionStatuses.Ended.Contains(s.Status))
            .ExecuteUpdateAsync(
                // Looked at in the next minute: what is not paid is issued anew for who pays now.
                s => s.SetProperty(x => x.CustomerId, tenant.CustomerId).SetProperty(x => x.NextActionAt, x => x.CreatedAt), cancellationToken);
}
