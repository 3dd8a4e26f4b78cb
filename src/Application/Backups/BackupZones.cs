using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Backups;

internal static class BackupZones
{
    /// <summary>Whose nights and days count for the tenant's backups: those of the account that pays, or UTC.</summary>
    public static async Task<TimeZoneInfo> ZoneOfAsync(this IAppDb db, TenantId tenant, CancellationToken cancellationToken)
    {
        var name = await db.Tenants.Where(t => t.Id == tenant).Join(db.Customers, t => t.CustomerId, c => c.Id, (_, c) => c.Timezone)
            .SingleOrDefaultAsync(cancellationToken);
        return name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
    }
}
