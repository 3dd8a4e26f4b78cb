using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Subscriptions;

public static class SubscriptionErrors
{
    public static readonly Error AlreadySubscribed =
        Error.Conflict("subscription.exists", "The tenant has a subscription already; change or cancel that one.");

    /// <summary>A smaller plan is wanted than what the tenant has.</summary>
    /// <param name="exceeding">All of it; never empty.</param>
    public static Error ExceedsPlan(string plan, IReadOnlyCollection<Excess> exceeding) => Error.Conflict(
        "subscription.exceeds_plan", $"The tenant has more than the plan {plan} allows. Reduce what exceeds it first, or take a larger plan.") with
    {
        Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["exceeding"] = exceeding },
    };

    /// <param name="invoices">Those that were written off.</param>
    public static Error Debt(IReadOnlyCollection<Guid> invoices) => Error.Conflict(
        "billing.debt", "Something used before is not paid: pay the invoices named here first, then subscribe.") with
    {
        Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["invoices"] = invoices },
    };

    public static Error NotFound() => Error.NotFound("subscription.not_found", "There is no such subscription.");

    public static Error ActionNotAllowed(SubscriptionStatus status) =>
        Error.Conflict("subscription.action_not_allowed", "The subscription's status does not allow this.") with
        {
            Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["subscription_status"] = status.ToString().ToLowerInvariant() },
        };
}
