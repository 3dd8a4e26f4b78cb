using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Plans;

public static class PlanErrors
{
    /// <summary>The plan of a request's path.</summary>
    public static Error NotFound() => Error.NotFound("plan.not_found", "There is no such plan on offer.");

    /// <summary>The plan of a request's body.</summary>
    public static readonly Error NotOffered = Error.Invalid("plan", "plan.not_offered", "No such plan is on offer; GET /plans lists them.");

    public static readonly Error NoPrice =
        Error.Invalid("billing_period", "plan.no_price", "The plan is not sold for this period; GET /plans lists its prices.");
}
