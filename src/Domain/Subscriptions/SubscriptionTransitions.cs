using System.Collections.Frozen;

namespace SaaSOdoo.Domain.Subscriptions;

public enum SubscriptionAction
{
    StartTrial,
    Cancel,
}

/// <summary>What each action makes of each status; a missing pair is refused, a pair that leads to itself changes nothing.</summary>
public static class SubscriptionTransitions
{
    private static readonly FrozenDictionary<(SubscriptionStatus From, SubscriptionAction Action), SubscriptionStatus> Table =
        new Dictionary<(SubscriptionStatus, SubscriptionAction), SubscriptionStatus>
        {
            [(SubscriptionStatus.Pending, SubscriptionAction.StartTrial)] = SubscriptionStatus.Trialing,
            [(SubscriptionStatus.Pending, SubscriptionAction.Cancel)] = SubscriptionStatus.Cancelled,
            [(SubscriptionStatus.Trialing, SubscriptionAction.Cancel)] = SubscriptionStatus.Cancelled,
            [(SubscriptionStatus.Active, SubscriptionAction.Cancel)] = SubscriptionStatus.Cancelled,
            [(SubscriptionStatus.PastDue, SubscriptionAction.Cancel)] = SubscriptionStatus.Cancelled,
            [(SubscriptionStatus.Suspended, SubscriptionAction.Cancel)] = SubscriptionStatus.Cancelled,
            [(SubscriptionStatus.Cancelled, SubscriptionAction.Cancel)] = SubscriptionStatus.Cancelled,
            [(SubscriptionStatus.Expired, SubscriptionAction.Cancel)] = SubscriptionStatus.Expired,
        }.ToFrozenDictionary();

    public static SubscriptionStatus? Next(SubscriptionStatus from, SubscriptionAction action) =>
        Table.TryGetValue((from, action), out var next) ? next : null;
}
