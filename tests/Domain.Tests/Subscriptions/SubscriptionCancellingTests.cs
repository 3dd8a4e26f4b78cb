using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Domain.Tests.Subscriptions;

public sealed class SubscriptionCancellingTests
{
    private static readonly DateTimeOffset Now = Contract.July.AddDays(-20);
    private static readonly PricedPlan Basic = Contract.Plan("basic", 8);

    [Theory]
    [InlineData(SubscriptionStatus.Pending, SubscriptionStatus.Cancelled, false, null)]
    [InlineData(SubscriptionStatus.Trialing, SubscriptionStatus.Trialing, true, null)]
    [InlineData(SubscriptionStatus.Active, SubscriptionStatus.Active, true, null)]
    [InlineData(SubscriptionStatus.PastDue, SubscriptionStatus.PastDue, false, "subscription.only_now")]
    [InlineData(SubscriptionStatus.Suspended, SubscriptionStatus.Suspended, false, "subscription.only_now")]
    [InlineData(SubscriptionStatus.Cancelled, SubscriptionStatus.Cancelled, false, null)]
    [InlineData(SubscriptionStatus.Expired, SubscriptionStatus.Expired, false, null)]
    public void Cancelling_at_the_end_of_the_period_in_each_status(SubscriptionStatus from, SubscriptionStatus to, bool flagged, string? code)
    {
        var subscription = Contract.Of(Basic, from);
        var result = subscription.EndWithPeriod(Now);
        (result.IsFailure ? result.Error.Code : null).ShouldBe(code);
        (subscription.Status, subscription.CancelAtPeriodEnd).ShouldBe((to, flagged));
    }

    [Theory]
    [InlineData(SubscriptionStatus.Pending, SubscriptionStatus.Cancelled)]
    [InlineData(SubscriptionStatus.Trialing, SubscriptionStatus.Cancelled)]
    [InlineData(SubscriptionStatus.Active, SubscriptionStatus.Cancelled)]
    [InlineData(SubscriptionStatus.PastDue, SubscriptionStatus.Cancelled)]
    [InlineData(SubscriptionStatus.Suspended, SubscriptionStatus.Cancelled)]
    [InlineData(SubscriptionStatus.Cancelled, SubscriptionStatus.Cancelled)]
    [InlineData(SubscriptionStatus.Expired, SubscriptionStatus.Expired)]
    public void Cancelling_now_in_each_status(SubscriptionStatus from, SubscriptionStatus to)
    {
        var subscription = Contract.Of(Basic, from);
        subscription.CancelNow(Now).IsFailure.ShouldBeFalse();
        (subscription.Status, subscription.CancelAtPeriodEnd, subscription.PendingChange).ShouldBe((to, false, null));
    }

    [Theory]
    [InlineData(SubscriptionStatus.Trialing, null)]
    [InlineData(SubscriptionStatus.Active, null)]
    [InlineData(SubscriptionStatus.Pending, "subscription.action_not_allowed")]
    [InlineData(SubscriptionStatus.PastDue, "subscription.action_not_allowed")]
    [InlineData(SubscriptionStatus.Suspended, "subscription.action_not_allowed")]
    [InlineData(SubscriptionStatus.Cancelled, "subscription.action_not_allowed")]
    [InlineData(SubscriptionStatus.Expired, "subscription.action_not_allowed")]
    public void Resuming_in_each_status(SubscriptionStatus status, string? code)
    {
        var result = Contract.Of(Basic, status).Resume(Now);
        (result.IsFailure ? result.Error.Code : null).ShouldBe(code);
    }

    [Fact]
    public void Cancellation_drops_the_change_that_is_not_paid_and_refuses_others_until_it_is_undone()
    {
        var subscription = Contract.Of(Basic, SubscriptionStatus.Active);
        var (up, down) = (Contract.Plan("professional", 19), Contract.Plan("starter", 5));
        subscription.RequestChange(subscription.TermsOf(down, Now).Value, invoice: null, Now, Now);
        subscription.RequestChange(subscription.TermsOf(up, Now).Value, NewId.Of<InvoiceId>(Contract.June), Now.AddDays(1), Now);

        subscription.EndWithPeriod(Now).IsFailure.ShouldBeFalse();
        (subscription.PendingUp, subscription.PendingDown!.Plan).ShouldBe((null, "starter"));
        subscription.TermsOf(up, Now).Error.Code.ShouldBe("subscription.cancelling");
        subscription.EndWithPeriod(Now).IsFailure.ShouldBeFalse();
        subscription.Events.OfType<CancellationScheduled>().Single().EndsAt.ShouldBe(Contract.July);

        subscription.Resume(Now).IsFailure.ShouldBeFalse();
        subscription.Resume(Now).IsFailure.ShouldBeFalse();
        subscription.Events.OfType<CancellationWithdrawn>().Count().ShouldBe(1);
        (subscription.CancelAtPeriodEnd, subscription.PendingDown!.Plan, subscription.TermsOf(up, Now).IsFailure).ShouldBe((false, "starter", false));
    }

    [Fact]
    public void Cancellation_cannot_be_undone_once_the_period_has_ended()
    {
        var subscription = Contract.Of(Basic, SubscriptionStatus.Active);
        subscription.EndWithPeriod(Now);
        subscription.Resume(Contract.July).Error.Code.ShouldBe("subscription.action_not_allowed");
        subscription.CancelAtPeriodEnd.ShouldBeTrue();
    }
}
