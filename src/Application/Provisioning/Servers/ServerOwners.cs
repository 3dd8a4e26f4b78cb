using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Provisioning.Servers;

/// <summary>Whose a database server may be, and who is promised one.</summary>
internal static class ServerOwners
{
    /// <summary>
    /// Whether the version of the plan that was sold to the tenant promises a server of its own. Also while it is not paid: what waits then must
    /// not come to live among others.
    /// </summary>
    public static Task<bool> IsPromisedServerAsync(this IAppDb db, TenantId tenant, CancellationToken cancellationToken) =>
        db.Promises().AnyAsync(s => s.TenantId == tenant, cancellationToken);

    /// <summary>Null when there can be such a server.</summary>
    public static async Task<Error?> RefusalOfOwnerAsync(
        this IAppDb db, DatabaseServerKind kind, TenantId? owner, CancellationToken cancellationToken)
    {
        if (DatabaseServerErrors.CheckOwner(kind, owner) is { IsFailure: true } mismatch)
            return mismatch.Error;

        return owner is null || await db.Tenants.AnyAsync(t => t.Id == owner && t.Status != TenantStatus.Terminated, cancellationToken)
            ? null
            : DatabaseServerErrors.TenantUnknown;
    }

    /// <summary>Ask under the server's lock. Null when no instance on it stands in the way.</summary>
    public static async Task<Error?> RefusalOfChangeAsync(
        this IAppDb db, DatabaseServerId server, TenantId? owner, CancellationToken cancellationToken)
    {
        var held = db.Instances.Where(i => i.Allocation.DatabaseServerId == server);
        if (owner is { } tenant)
        {
            // Throw-away copies of backups are data of their tenant as well.
            var others = await held.CountAsync(i => i.TenantId != tenant, cancellationToken)
                + await db.BackupProofs.CountAsync(p => p.DatabaseServerId == server && p.TenantId != tenant, cancellationToken);
            return others == 0 ? null : DatabaseServerErrors.HoldsOthers(others);
        }

        var promises = db.Promises();
        var promised = await held.CountAsync(i => promises.Any(s => s.TenantId == i.TenantId), cancellationToken);
        return promised == 0 ? null : DatabaseServerErrors.HoldsDedicated(promised);
    }

    private static IQueryable<Subscription> Promises(this IAppDb db) => db.Subscriptions.Where(s =>
        !SubscriptionStatuses.Ended.Contains(s.Status) && db.Plans.Any(p => p.Id == s.PlanId && p.DatabaseKind == DatabaseKind.Dedicated));
}
