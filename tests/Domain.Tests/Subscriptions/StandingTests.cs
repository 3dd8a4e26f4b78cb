using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Domain.Tests.Subscriptions;

public sealed class StandingTests
{
    public static TheoryData<SubscriptionStatus, bool, BillingStatus?, bool> Table => new()
    {
        { SubscriptionStatus.Pending, false, null, false },
        { SubscriptionStatus.Trialing, true, BillingStatus.Trial, false },
        { SubscriptionStatus.Active, true, BillingStatus.Paid, false },
        { SubscriptionStatus.PastDue, true, BillingStatus.PaymentRequired, false },
        { SubscriptionStatus.Suspended, true, BillingStatus.PaymentRequired, true },
        { SubscriptionStatus.Cancelled, true, BillingStatus.PaymentRequired, true },
        { SubscriptionStatus.Cancelled, false, null, false },
        { SubscriptionStatus.Expired, true, BillingStatus.PaymentRequired, true },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Status_says_what_instances_may_do(SubscriptionStatus status, bool hasLived, BillingStatus? billing, bool suspends) =>
        Standing.Of(status, hasLived).ShouldBe(billing is { } expected ? new Standing(expected, suspends) : null);

    [Fact]
    public void Every_status_has_a_standing_or_none() =>
        Table.Select(r => (SubscriptionStatus)r[0]).Distinct().Count().ShouldBe(Enum.GetValues<SubscriptionStatus>().Length);

    [Fact]
    public void Tenant_stands_as_its_subscription_that_has_not_ended()
    {
        var (ended, live) = (Contract.Of(Cycle.Basic, SubscriptionStatus.Active), Contract.Of(Cycle.Basic, SubscriptionStatus.Active));
        ended.Cancel(Contract.July);
        Standing.OfTenant([ended]).ShouldBe(new Standing(BillingStatus.PaymentRequired, Suspends: true));
        Standing.OfTenant([ended, live]).ShouldBe(new Standing(BillingStatus.Paid, Suspends: false));
        // One that waits for its first payment lifts nothing yet.
        Standing.OfTenant([ended, Contract.Of(Cycle.Basic, SubscriptionStatus.Pending)]).ShouldBe(new Standing(BillingStatus.PaymentRequired, Suspends: true));
        Standing.OfTenant([]).ShouldBeNull();
    }
}
