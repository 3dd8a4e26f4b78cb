using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Domain.Tests.Subscriptions;

public sealed class SubscriptionTransitionsTests
{
    public static TheoryData<SubscriptionStatus, SubscriptionAction, SubscriptionStatus?> Table => new()
    {
        { SubscriptionStatus.Pending, SubscriptionAction.StartTrial, SubscriptionStatus.Trialing },
        { SubscriptionStatus.Trialing, SubscriptionAction.StartTrial, null },
        { SubscriptionStatus.Active, SubscriptionAction.StartTrial, null },
        { SubscriptionStatus.PastDue, SubscriptionAction.StartTrial, null },
        { SubscriptionStatus.Suspended, SubscriptionAction.StartTrial, null },
        { SubscriptionStatus.Cancelled, SubscriptionAction.StartTrial, null },
        { SubscriptionStatus.Expired, SubscriptionAction.StartTrial, null },
        { SubscriptionStatus.Pending, SubscriptionAction.Activate, SubscriptionStatus.Active },
        { SubscriptionStatus.Trialing, SubscriptionAction.Activate, SubscriptionStatus.Active },
        { SubscriptionStatus.Active, SubscriptionAction.Activate, SubscriptionStatus.Active },
        { SubscriptionStatus.PastDue, SubscriptionAction.Activate, SubscriptionStatus.Active },
        { SubscriptionStatus.Suspended, SubscriptionAction.Activate, SubscriptionStatus.Active },
        { SubscriptionStatus.Cancelled, SubscriptionAction.Activate, null },
        { SubscriptionStatus.Expired, SubscriptionAction.Activate, null },
        { SubscriptionStatus.Pending, SubscriptionAction.Renew, null },
        { SubscriptionStatus.Trialing, SubscriptionAction.Renew, null },
        { SubscriptionStatus.Active, SubscriptionAction.Renew, SubscriptionStatus.Active },
        { SubscriptionStatus.PastDue, SubscriptionAction.Renew, null },
        { SubscriptionStatus.Suspended, SubscriptionAction.Renew, null },
        { SubscriptionStatus.Cancelled, SubscriptionAction.Renew, null },
        { SubscriptionStatus.Expired, SubscriptionAction.Renew, null },
        { SubscriptionStatus.Pending, SubscriptionAction.FallDue, null },
        { SubscriptionStatus.Trialing, SubscriptionAction.FallDue, SubscriptionStatus.PastDue },
        { SubscriptionStatus.Active, SubscriptionAction.FallDue, SubscriptionStatus.PastDue },
        { SubscriptionStatus.PastDue, SubscriptionAction.FallDue, SubscriptionStatus.PastDue },
        { SubscriptionStatus.Suspended, SubscriptionAction.FallDue, null },
        { SubscriptionStatus.Cancelled, SubscriptionAction.FallDue, null },
        { SubscriptionStatus.Expired, SubscriptionAction.FallDue, null },
        { SubscriptionStatus.Pending, SubscriptionAction.Suspend, null },
        { SubscriptionStatus.Trialing, SubscriptionAction.Suspend, null },
        { SubscriptionStatus.Active, SubscriptionAction.Suspend, null },
        { SubscriptionStatus.PastDue, SubscriptionAction.Suspend, SubscriptionStatus.Suspended },
        { SubscriptionStatus.Suspended, SubscriptionAction.Suspend, SubscriptionStatus.Suspended },
        { SubscriptionStatus.Cancelled, SubscriptionAction.Suspend, null },
        { SubscriptionStatus.Expired, SubscriptionAction.Suspend, null },
        { SubscriptionStatus.Pending, SubscriptionAction.Expire, null },
        { SubscriptionStatus.Trialing, SubscriptionAction.Expire, null },
        { SubscriptionStatus.Active, SubscriptionAction.Expire, null },
        { SubscriptionStatus.PastDue, SubscriptionAction.Expire, null },
        { SubscriptionStatus.Suspended, SubscriptionAction.Expire, SubscriptionStatus.Expired },
        { SubscriptionStatus.Cancelled, SubscriptionAction.Expire, null },
        { SubscriptionStatus.Expired, SubscriptionAction.Expire, SubscriptionStatus.Expired },
        { SubscriptionStatus.Pending, SubscriptionAction.Cancel, SubscriptionStatus.Cancelled },
        { SubscriptionStatus.Trialing, SubscriptionAction.Cancel, SubscriptionStatus.Cancelled },
        { SubscriptionStatus.Active, SubscriptionAction.Cancel, SubscriptionStatus.Cancelled },
        { SubscriptionStatus.PastDue, SubscriptionAction.Cancel, SubscriptionStatus.Cancelled },
        { SubscriptionStatus.Suspended, SubscriptionAction.Cancel, SubscriptionStatus.Cancelled },
        { SubscriptionStatus.Cancelled, SubscriptionAction.Cancel, SubscriptionStatus.Cancelled },
        { SubscriptionStatus.Expired, SubscriptionAction.Cancel, SubscriptionStatus.Expired },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_pair_of_status_and_action_is_settled(SubscriptionStatus from, SubscriptionAction action, SubscriptionStatus? to) =>
        SubscriptionTransitions.Next(from, action).ShouldBe(to);

    [Fact]
    public void The_table_names_every_pair() =>
        Table.Count.ShouldBe(Enum.GetValues<SubscriptionStatus>().Length * Enum.GetValues<SubscriptionAction>().Length);

    [Fact]
    public void Every_status_is_live_ended_or_waits()
    {
        SubscriptionStatuses.Live.Intersect(SubscriptionStatuses.Ended).ShouldBeEmpty();
        SubscriptionStatuses.Live.ShouldNotContain(SubscriptionStatus.Pending);
        Enum.GetValues<SubscriptionStatus>().Except(SubscriptionStatuses.Live).Except(SubscriptionStatuses.Ended)
            .ShouldBe([SubscriptionStatus.Pending, SubscriptionStatus.Suspended]);
    }
}
