using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Application.Plans;

internal static class PlanSaves
{
    /// <summary>Of operators who change a plan at the same time one is first; the others get 409 and look again.</summary>
    /// <param name="latest">Number of the version that was the last when the command looked.</param>
    public static async Task<Result> SavePlanAsync(this IAppDb db, int latest, CancellationToken cancellationToken)
    {
        try
        {
            return await db.SaveUniqueAsync(
                e => e.Constraint is "ux_plans_code" or "ux_plans_code_revision" ? PlanErrors.Superseded(latest) : null, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return PlanErrors.Superseded(latest);
        }
    }
}
