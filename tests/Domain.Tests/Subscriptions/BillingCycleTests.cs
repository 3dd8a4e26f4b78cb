using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Domain.Tests.Subscriptions;

/// <summary>What is due for a subscription, by how it and its invoices stand.</summary>
public sealed class BillingCycleTests
{
    private static readonly DateTimeOffset June = Contract.June;
    private static readonly DateTimeOffset July = Contract.July;

    [Fact]
    public void First_payment_is_asked_for_at_once_and_lapses_after_its_days()
    {
        var pending = Contract.Of(Cycle.Basic, SubscriptionStatus.Pending);
        Next(pending, June).ShouldBe((CycleAction.Issue, June));
        var invoice = Cycle.Issue(pending, InvoicePurpose.Initial, June.AddDays(7), June);
        Next(pending, June, invoice).ShouldBe((CycleAction.Cancel, June.AddDays(7)));
        Cycle.Pay(invoice, June.AddDays(7));
        // At one instant the payment comes first.
        Next(pending, June.AddDays(7), invoice).ShouldBe((CycleAction.Activate, DateTimeOffset.MinValue));
    }

    [Fact]
    public void Pending_invoice_of_another_plan_or_payer_is_withdrawn()
    {
        var pending = Contract.Of(Cycle.Basic, SubscriptionStatus.Pending);
        var invoice = Cycle.Issue(pending, InvoicePurpose.Initial, June.AddDays(7), June);
        pending.Reprice(Contract.Plan("professional", 19), June);
        Next(pending, June, invoice).Action.ShouldBe(CycleAction.Withdraw);
    }

    [Fact]
    public void Renewal_is_issued_7_days_ahead_and_begins_at_the_end_of_the_period()
    {
        var active = Contract.Of(Cycle.Basic, SubscriptionStatus.Active);
        Next(active, June).ShouldBe((CycleAction.Issue, July.AddDays(-7)));
        var invoice = Cycle.NextInvoice(active, July.AddDays(-7));
        Next(active, July.AddDays(-7), invoice).ShouldBe((CycleAction.BeginPeriod, July));
    }

    [Fact]
    public void Unpaid_period_begins_before_it_is_past_due()
    {
        var active = Contract.Of(Cycle.Basic, SubscriptionStatus.Active);
        var invoice = Cycle.NextInvoice(active, July.AddDays(-7));
        Next(active, July, invoice).ShouldBe((CycleAction.BeginPeriod, July));
        active.BeginPeriod(Cycle.Basic, July.AddDays(31), unpaidSince: null, Cycle.Terms, July);
        Next(active, July, invoice).ShouldBe((CycleAction.FallDue, July));
    }

    [Fact]
    public void Cancelling_takes_the_next_invoice_back_and_comes_before_renewing()
    {
        var active = Contract.Of(Cycle.Basic, SubscriptionStatus.Active);
        var invoice = Cycle.NextInvoice(active, July.AddDays(-7));
        Cycle.Pay(invoice, July.AddDays(-6));
        active.EndWithPeriod(July.AddDays(-5));
        Next(active, July, invoice).Action.ShouldBe(CycleAction.Withdraw);
        Next(active, July).ShouldBe((CycleAction.Cancel, July));
        active.Resume(July.AddDays(-4));
        Next(active, June).Action.ShouldBe(CycleAction.Issue);
    }

    [Fact]
    public void Next_invoice_that_is_for_another_plan_is_withdrawn_paid_or_not()
    {
        var active = Contract.Of(Cycle.Basic, SubscriptionStatus.Active);
        var (open, paid) = (Cycle.NextInvoice(active, July.AddDays(-7)), Cycle.NextInvoice(active, July.AddDays(-7)));
        Cycle.Pay(paid, July.AddDays(-6));
        active.Reprice(Contract.Plan("professional", 19), July.AddDays(-5));
        Next(active, July.AddDays(-5), open).Action.ShouldBe(CycleAction.Withdraw);
        Next(active, July.AddDays(-5), paid).Action.ShouldBe(CycleAction.Withdraw);
    }

    [Theory]
    [InlineData(-1, CycleAction.ApplyPaidChange)]
    [InlineData(0, CycleAction.ApplyPaidChange)]
    [InlineData(1, CycleAction.DropChange)]
    public void Change_takes_effect_only_when_it_is_paid_in_time(int secondsAfterLapse, CycleAction expected)
    {
        var active = Contract.Of(Cycle.Basic, SubscriptionStatus.Active);
        var change = Cycle.Issue(active, InvoicePurpose.Change, June.AddDays(1), June);
        var lapses = June.AddDays(1);
        active.RequestChange(active.TermsOf(Contract.Plan("professional", 19), June.AddHours(1)).Value, change.Id, lapses, June);
        Cycle.Pay(change, lapses.AddSeconds(secondsAfterLapse));
        Next(active, lapses.AddSeconds(secondsAfterLapse), change).Action.ShouldBe(expected);
    }

    [Fact]
    public void Change_that_is_not_paid_lapses_and_one_that_was_replaced_is_withdrawn()
    {
        var active = Contract.Of(Cycle.Basic, SubscriptionStatus.Active);
        // Due at once, yet an offer and nothing that is owed: not paying it is no reason for dunning.
        var change = Cycle.Issue(active, InvoicePurpose.Change, June, June);
        active.RequestChange(active.TermsOf(Contract.Plan("professional", 19), June).Value, change.Id, June.AddDays(1), June);
        Next(active, June, change).ShouldBe((CycleAction.DropChange, June.AddDays(1)));
        active.DropChange(June);
        Next(active, June, change).Action.ShouldBe(CycleAction.Withdraw);
    }

    [Fact]
    public void Dunning_goes_on_until_all_that_is_due_is_paid()
    {
        var (active, renewal) = PastDue();
        Next(active, July.AddDays(1), renewal).ShouldBe((CycleAction.Dun, July.AddDays(3)));
        renewal.Allocate(1, new(July, July));
        Next(active, July.AddDays(1), renewal).ShouldBe((CycleAction.Dun, July.AddDays(3)));
        Cycle.Pay(renewal, July.AddDays(14), 7);
        Next(active, July.AddDays(14), renewal).Action.ShouldBe(CycleAction.Activate);
        active.Recover(July.AddDays(14));
        (active.Status, active.Anchor, active.PastDueAt, active.Dunning.Count).ShouldBe((SubscriptionStatus.Active, June, null, 0));
    }

    [Fact]
    public void Ladder_leads_to_suspension_and_expiry_and_the_end_is_settled_once()
    {
        var (subscription, renewal) = PastDue();
        foreach (var day in new[] { 3, 7, 10, 14, 21 })
        {
            Next(subscription, July.AddDays(day), renewal).ShouldBe((CycleAction.Dun, July.AddDays(day)));
            subscription.Dun(Cycle.Terms, July.AddDays(day)).IsFailure.ShouldBeFalse();
        }

        (subscription.Status, subscription.SuspendedAt, subscription.EndedAt).ShouldBe((SubscriptionStatus.Expired, July.AddDays(14), July.AddDays(21)));
        subscription.TerminateAt.ShouldBe(July.AddDays(51));
        Next(subscription, July.AddDays(21), renewal).Action.ShouldBe(CycleAction.Settle);
        subscription.Settle(Cycle.Terms, July.AddDays(21));
        BillingCycle.Next(subscription, [renewal], Cycle.Terms, July.AddDays(99)).ShouldBeNull();
    }

    [Fact]
    public void Suspension_raises_the_standing_and_a_reminder_does_not()
    {
        var (subscription, _) = PastDue();
        var before = subscription.StandingVersion;
        subscription.Dun(Cycle.Terms, July.AddDays(3));
        subscription.StandingVersion.ShouldBe(before);
        subscription.Dun(Cycle.Terms, July.AddDays(7));
        subscription.Dun(Cycle.Terms, July.AddDays(10));
        subscription.Dun(Cycle.Terms, July.AddDays(14));
        subscription.StandingVersion.ShouldBe(before + 1);
        subscription.Recover(July.AddDays(15));
        subscription.StandingVersion.ShouldBe(before + 2);
    }

    private static (Subscription Subscription, Invoice Renewal) PastDue()
    {
        var subscription = Contract.Of(Cycle.Basic, SubscriptionStatus.Active);
        var renewal = Cycle.NextInvoice(subscription, July.AddDays(-7));
        subscription.BeginPeriod(Cycle.Basic, July.AddDays(31), unpaidSince: null, Cycle.Terms, July).IsFailure.ShouldBeFalse();
        subscription.FallDue(July, Cycle.Terms, July).IsFailure.ShouldBeFalse();
        return (subscription, renewal);
    }

    private static (CycleAction Action, DateTimeOffset At) Next(Subscription subscription, DateTimeOffset now, params Invoice[] invoices)
    {
        var step = BillingCycle.Next(subscription, invoices, Cycle.Terms, now).ShouldNotBeNull();
        return (step.Action, step.At);
    }
}
