using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Application.Plans;

public static class PlanOffers
{
    /// <summary>The version that is on offer: what is bought now.</summary>
    /// <returns>422 <c>plan.not_offered</c> when there never was such a plan, 409 <c>plan.withdrawn</c> when it is not sold any more.</returns>
    public static async Task<Result<Plan>> OfferedPlanAsync(this IAppDb db, string code, CancellationToken cancellationToken)
    {
        var plan = await db.Plans.AsNoTracking().Where(p => p.Code == code).OrderBy(p => p.WithdrawnAt != null).ThenByDescending(p => p.Revision)
            .FirstOrDefaultAsync(cancellationToken);
        return plan is null ? PlanErrors.NotOffered : plan.WithdrawnAt is null ? plan : PlanErrors.Withdrawn;
    }
}
