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

    /// <summary>The plan was sold once; who has it keeps it.</summary>
    public static readonly Error Withdrawn = Error.Conflict("plan.withdrawn", "The plan is not sold any more; GET /plans lists those that are.");

    /// <summary>No price in this currency, and no exchange rate that is valid now to make one from.</summary>
    public static readonly Error NoRate = Error.Conflict(
        "plan.no_rate", "There is no exchange rate for this currency that is valid now, so no price can be given. Pay in USD, or ask again later.");

    /// <summary>Somebody else changed the plan first.</summary>
    /// <param name="latest">Number of its last version; 0 when there is none.</param>
    public static Error Superseded(int latest) => Error.Conflict(
        "plan.superseded", "The plan was changed meanwhile, or its last version is not the one you name. Look at it again.") with
    {
        Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["latest_version"] = latest },
    };

    public static Error PricesInvalid(string message) => Error.Invalid("prices", "plan.prices_invalid", message);
}
