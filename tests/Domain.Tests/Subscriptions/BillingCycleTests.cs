using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Plans;
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
    public void Change_that_the_gateway_took_the_money_of_back_is_owed_and_dunned()
    {
        var active = Contract.Of(Cycle.Basic, SubscriptionStatus.Active);
        var (professional, enterprise) = (Contract.Plan("professional", 19), Contract.Plan("enterprise", 49));
        var first = Upgrade(active, professional, June.AddDays(10));
        Cycle.Pay(first, June.AddDays(10));
        Next(active, June.AddDays(10), first).Action.ShouldBe(CycleAction.ApplyPaidChange);
        active.ApplyPaidChange(June.AddDays(10));
        first.Reopen(first.Total, new(June.AddDays(12), June.AddDays(12)));
        BillingCycle.IsDunned(active, first, [first]).ShouldBeTrue();
        Next(active, June.AddDays(12), first).ShouldBe((CycleAction.FallDue, first.DueAt));

        // The second goes on from the plan that the first led to; it is only an offer until it is paid.
        var second = Upgrade(active, enterprise, June.AddDays(12));
        BillingCycle.IsDunned(active, second, [first, second]).ShouldBeFalse();
        Cycle.Pay(second, June.AddDays(12));
        active.ApplyPaidChange(June.AddDays(12));
        BillingCycle.IsDunned(active, first, [first, second]).ShouldBeTrue();
        active.BeginPeriod(enterprise, July.AddDays(31), unpaidSince: null, Cycle.Terms, July);
        BillingCycle.IsDunned(active, first, [first]).ShouldBeTrue();
    }

    [Fact]
    public void Change_that_was_offered_to_another_payer_is_dropped()
    {
        var active = Contract.Of(Cycle.Basic, SubscriptionStatus.Active);
        var change = Upgrade(active, Contract.Plan("professional", 19), June.AddDays(10));
        Next(active, June.AddDays(10), change).ShouldBe((CycleAction.DropChange, June.AddDays(11)));
        typeof(Subscription).GetProperty(nameof(Subscription.CustomerId))!.SetValue(active, Domain.Common.NewId.Of<Domain.Common.CustomerId>(June));
        Next(active, June.AddDays(10), change).ShouldBe((CycleAction.DropChange, DateTimeOffset.MinValue));
    }

    [Fact]
    public void What_is_reopened_after_the_end_is_settled_and_no_instance_is_terminated_for_it()
    {
        var active = Contract.Of(Cycle.Basic, SubscriptionStatus.Active);
        var initial = Cycle.Issue(active, InvoicePurpose.Initial, June, June);
        Cycle.Pay(initial, June);
        active.CancelNow(June.AddDays(10));
        active.Settle(Cycle.Terms, June.AddDays(10));
        BillingCycle.Next(active, [initial], Cycle.Terms, July).ShouldBeNull();
        active.KeepInstances();
        initial.Reopen(8, new(June.AddDays(12), June.AddDays(12)));
        Next(active, June.AddDays(12), initial).Action.ShouldBe(CycleAction.Settle);
        active.Settle(Cycle.Terms, June.AddDays(12));
        (active.SettledAt, active.TerminateAt).ShouldBe((June.AddDays(10), null));
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
        renewal.WriteOff(new(July.AddDays(21), July.AddDays(21)));
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

    private static Invoice Upgrade(Subscription subscription, PricedPlan wanted, DateTimeOffset at)
    {
        var terms = subscription.TermsOf(wanted, at).Value;
        var end = subscription.CurrentPeriodEnd!.Value;
        var order = new NewInvoice(
            subscription.CustomerId, subscription.TenantId, subscription.Id, subscription.Currency, InvoicePurpose.Change,
            [new("Unused", -terms.Credit, subscription.PlanId, at, end), new("Remaining", terms.Charge, wanted.Plan.Id, at, end)], at.AddDays(1), at, end, Rate: null);
        var invoice = Invoice.Issue(order, "INV-USD-2026-000002", taxRate: null, new("Seller", null, null, null, null), new("Buyer", null, null, null, null), new(at, at));
        subscription.RequestChange(terms, invoice.Id, at.AddDays(1), at);
        return invoice;
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
