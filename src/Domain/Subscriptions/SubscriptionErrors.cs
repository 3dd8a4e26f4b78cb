using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Subscriptions;

public static class SubscriptionErrors
{
    public static readonly Error AlreadySubscribed =
        Error.Conflict("subscription.exists", "The tenant has a subscription already; change or cancel that one.");

    public static readonly Error TrialNotPossible =
        Error.Conflict("subscription.trial_not_possible", "Only a new subscription can start with a trial.");

    public static Error NotFound(SubscriptionId id) => Error.NotFound("subscription.not_found", $"There is no subscription {id.Value}.");
}
