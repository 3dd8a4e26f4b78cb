using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Common;

public static partial class Ownership
{
    /// <summary>
    /// Why the caller may not change the subscription: 404 for no member of its tenant, 403 for who is no owner; null when they may.
    /// </summary>
    public static async Task<Error?> RefusalOfOwnerAsync(
        this IAppDb db, ICaller caller, SubscriptionId subscription, CancellationToken cancellationToken)
    {
        var tenant = await db.SubscriptionsOf(caller).Where(s => s.Id == subscription).Select(s => (TenantId?)s.TenantId)
            .SingleOrDefaultAsync(cancellationToken);
        return tenant is { } found
            ? await db.RefusalAsync(caller, found, TenantRole.Owner, cancellationToken)
            : SubscriptionErrors.NotFound();
    }
}
