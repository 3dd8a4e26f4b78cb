using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Subscriptions;

/// <summary>Why a subscription is not changed, cancelled or resumed.</summary>
public static class SubscriptionChangeErrors
{
    public static readonly Error PaymentRequired = new(
        ErrorKind.PaymentRequired, "subscription.payment_required", "Pay what is due for the subscription first; then it can be changed.");

    public static readonly Error Cancelling = Error.Conflict(
        "subscription.cancelling", "The subscription ends with its period. Resume it first, then change it.");

    public static readonly Error NoTrial = Error.Conflict(
        "subscription.no_trial", "The plan has no trial, so it cannot be taken during one. Take it when the trial has ended.");

    /// <summary>The period has ended and the next has not begun yet: a matter of moments, or of a missing exchange rate.</summary>
    public static readonly Error Renewing = Error.Conflict(
        "subscription.renewing", "The subscription is just being renewed. Try again in a minute.") with
    { RetryAfter = TimeSpan.FromMinutes(1) };

    public static readonly Error QuoteStale = Error.Conflict(
        "subscription.quote_stale",
        "The preview does not hold any more: it is too old, or something it counts with has changed. Preview the change again.");

    public static readonly Error QuoteInvalid = Error.Invalid(
        "quote", "subscription.quote_invalid", "The quote is none of ours for this change.");

    /// <summary>Cancelling at the period's end is for a subscription that is paid.</summary>
    public static readonly Error OnlyNow = Error.Conflict(
        "subscription.only_now",
        "Something is due for the subscription, so it cannot go on to the end of its period. Pay it, or cancel now.");

    /// <summary>The message of each status says what is lost.</summary>
    public static Error Unconfirmed(SubscriptionStatus status) => Error.Conflict("subscription.confirmation_required", Loss(status)) with
    {
        Details = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["subscription_status"] = EnumText<SubscriptionStatus>.Of(status),
        },
    };

    /// <summary>What a refusal of <see cref="SubscriptionErrors.ExceedsPlan"/> lists; nothing when there is no refusal.</summary>
    public static IReadOnlyCollection<Excess> ExceedingOf(Error? refusal) =>
        refusal is null ? [] : (IReadOnlyCollection<Excess>)refusal.Details["exceeding"];

    private static string Loss(SubscriptionStatus status) => status switch
    {
        SubscriptionStatus.Pending => "The order and its invoice are cancelled. Repeat it with confirm: true.",
        SubscriptionStatus.Trialing =>
            "The instances are suspended at once, and the trial is used up: there is no second one. Repeat it with confirm: true.",
        SubscriptionStatus.Active =>
            "The instances are suspended at once, and no money is given back for the rest of the period. "
            + "Repeat it with confirm: true, or cancel at period_end.",
        _ => "The instances stay suspended, and what was used and not paid stays due. Repeat it with confirm: true.",
    };
}
