using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Subscriptions;

public static class SubscriptionErrors
{
    public static readonly Error AlreadySubscribed =
        Error.Conflict("subscription.exists", "The tenant has a subscription already; change or cancel that one.");

    public static Error NotFound() => Error.NotFound("subscription.not_found", "There is no such subscription.");

    public static Error ActionNotAllowed(SubscriptionStatus status) =>
        Error.Conflict("subscription.action_not_allowed", "The subscription's status does not allow this.") with
        {
            Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["subscription_status"] = status.ToString().ToLowerInvariant() },
        };
}
