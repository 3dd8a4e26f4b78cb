using System.Collections.Frozen;

namespace SaaSOdoo.Domain.Subscriptions;

public enum SubscriptionAction
{
    StartTrial,

    /// <summary>All that is due is paid: the first payment, the end of a paid trial, the return of one that owed.</summary>
    Activate,

    /// <summary>The next period begins.</summary>
    Renew,

    /// <summary>An invoice is due and not paid.</summary>
    FallDue,
    Suspend,
    Expire,

    /// <summary>At once, at the end of a period, or because it was never paid for.</summary>
    Cancel,
}

/// <summary>What each action makes of each status; a missing pair is refused, a pair that leads to itself changes nothing.</summary>
public static class SubscriptionTransitions
{
    private static readonly FrozenDictionary<(SubscriptionStatus From, SubscriptionAction Action), SubscriptionStatus> Table =
        new Dictionary<(SubscriptionStatus, SubscriptionAction), SubscriptionStatus>
        {
            [(SubscriptionStatus.Pending, SubscriptionAction.StartTrial)] = SubscriptionStatus.Trialing,
            [(SubscriptionStatus.Pending, SubscriptionAction.Activate)] = SubscriptionStatus.Active,
            [(SubscriptionStatus.Pending, SubscriptionAction.Cancel)] = SubscriptionStatus.Cancelled,
            [(SubscriptionStatus.Trialing, SubscriptionAction.Activate)] = SubscriptionStatus.Active,
            [(SubscriptionStatus.Trialing, SubscriptionAction.FallDue)] = SubscriptionStatus.PastDue,
            [(SubscriptionStatus.Trialing, SubscriptionAction.Cancel)] = SubscriptionStatus.Cancelled,
            [(SubscriptionStatus.Active, SubscriptionAction.Activate)] = SubscriptionStatus.Active,
            [(SubscriptionStatus.Active, SubscriptionAction.Renew)] = SubscriptionStatus.Active,
            [(SubscriptionStatus.Active, SubscriptionAction.FallDue)] = SubscriptionStatus.PastDue,
            [(SubscriptionStatus.Active, SubscriptionAction.Cancel)] = SubscriptionStatus.Cancelled,
            [(SubscriptionStatus.PastDue, SubscriptionAction.Activate)] = SubscriptionStatus.Active,
            [(SubscriptionStatus.PastDue, SubscriptionAction.FallDue)] = SubscriptionStatus.PastDue,
            [(SubscriptionStatus.PastDue, SubscriptionAction.Suspend)] = SubscriptionStatus.Suspended,
            [(SubscriptionStatus.PastDue, SubscriptionAction.Cancel)] = SubscriptionStatus.Cancelled,
            [(SubscriptionStatus.Suspended, SubscriptionAction.Activate)] = SubscriptionStatus.Active,
            [(SubscriptionStatus.Suspended, SubscriptionAction.Suspend)] = SubscriptionStatus.Suspended,
            [(SubscriptionStatus.Suspended, SubscriptionAction.Expire)] = SubscriptionStatus.Expired,
            [(SubscriptionStatus.Suspended, SubscriptionAction.Cancel)] = SubscriptionStatus.Cancelled,
            [(SubscriptionStatus.Cancelled, SubscriptionAction.Cancel)] = SubscriptionStatus.Cancelled,
            [(SubscriptionStatus.Expired, SubscriptionAction.Expire)] = SubscriptionStatus.Expired,
            [(SubscriptionStatus.Expired, SubscriptionAction.Cancel)] = SubscriptionStatus.Expired,
        }.ToFrozenDictionary();

    public static SubscriptionStatus? Next(SubscriptionStatus from, SubscriptionAction action) =>
        Table.TryGetValue((from, action), out var next) ? next : null;
}
