using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Domain.Tests.Subscriptions;

public sealed class SubscriptionChangeTests
{
    private static readonly DateTimeOffset June = Contract.June;
    private static readonly DateTimeOffset July = Contract.July;
    private static readonly DateTimeOffset Now = July.AddDays(-20);
    private static readonly PricedPlan Starter = Contract.Plan("starter", 5);
    private static readonly PricedPlan Basic = Contract.Plan("basic", 8);
    private static readonly PricedPlan Professional = Contract.Plan("professional", 19);
    private static readonly PricedPlan Enterprise = Contract.Plan("enterprise", 49, trialDays: 0);

    [Theory]
    [InlineData(SubscriptionStatus.Pending, ChangeEffect.AtOnce)]
    [InlineData(SubscriptionStatus.Trialing, ChangeEffect.AtOnce)]
    [InlineData(SubscriptionStatus.Active, ChangeEffect.WhenPaid)]
    [InlineData(SubscriptionStatus.PastDue, null, ErrorKind.PaymentRequired, "subscription.payment_required")]
    [InlineData(SubscriptionStatus.Suspended, null, ErrorKind.PaymentRequired, "subscription.payment_required")]
    [InlineData(SubscriptionStatus.Cancelled, null, ErrorKind.Conflict, "subscription.action_not_allowed")]
    [InlineData(SubscriptionStatus.Expired, null, ErrorKind.Conflict, "subscription.action_not_allowed")]
    public void Change_of_each_status(SubscriptionStatus status, ChangeEffect? effect, ErrorKind kind = default, string? code = null)
    {
        var terms = Contract.Of(Basic, status).TermsOf(Professional, Now);
        if (effect is { } expected)
            terms.Value.Effect.ShouldBe(expected);
        else
            (terms.Error.Kind, terms.Error.Code).ShouldBe((kind, code));
    }

    [Fact]
    public void Change_to_a_higher_price_in_the_same_period_is_charged_for_the_rest_of_it()
    {
        var subscription = Contract.Of(Basic, SubscriptionStatus.Active);
        var terms = subscription.TermsOf(Professional, Now).Value;
        (terms.Effect, terms.Credit, terms.Charge, terms.Total, terms.AsOf).ShouldBe((ChangeEffect.WhenPaid, 5.33m, 12.67m, 7.34m, Now));

        var invoice = NewId.Of<InvoiceId>(Now);
        subscription.RequestChange(terms, invoice, Now.AddDays(1), Now);
        (subscription.PlanId, subscription.Price).ShouldBe((Basic.Plan.Id, 8m));
        subscription.PendingUp.ShouldNotBeNull().ShouldBe(new(
            Professional.Plan.Id, "professional", 1, BillingPeriod.Monthly, ChangeKind.Up, invoice, Now, Now.AddDays(1), 19m, Rate: null));

        subscription.ApplyPaidChange(Now.AddHours(3));
        (subscription.PlanId, subscription.Price, subscription.PendingChange).ShouldBe((Professional.Plan.Id, 19m, null));
        (subscription.CurrentPeriodStart, subscription.CurrentPeriodEnd).ShouldBe((June, July));
        var next = subscription.TermsOf(Enterprise, July.AddDays(-10)).Value;
        (next.Credit, next.Charge, next.Total).ShouldBe((6.33m, 16.33m, 10.00m));
        subscription.Events.Select(e => e.GetType()).ShouldBe([typeof(SubscriptionChangeRequested), typeof(SubscriptionChanged)]);
        Should.Throw<InvalidOperationException>(() => subscription.ApplyPaidChange(Now));
    }

    [Fact]
    public void Lower_price_or_another_period_waits_for_the_end_of_the_period()
    {
        var yearly = Contract.Plan("professional", 190, BillingPeriod.Annual);
        foreach (var wanted in new[] { Starter, yearly, Contract.Plan("other", 8) })
        {
            var subscription = Contract.Of(Basic, SubscriptionStatus.Active);
            var terms = subscription.TermsOf(wanted, Now).Value;
            (terms.Effect, terms.EffectiveAt, terms.Total).ShouldBe((ChangeEffect.PeriodEnd, July, 0m));

            subscription.RequestChange(terms, invoice: null, Now.AddDays(1), Now);
            subscription.PendingDown.ShouldNotBeNull().ShouldBe(new(
                wanted.Plan.Id, wanted.Plan.Code, 1, wanted.Period, ChangeKind.Down, InvoiceId: null, July, LapsesAt: null, wanted.Amount, Rate: null));
            (subscription.PendingUp, subscription.PlanId, subscription.Price).ShouldBe((null, Basic.Plan.Id, 8m));
        }
    }

    [Fact]
    public void Change_at_the_end_of_the_period_is_dropped_when_one_up_is_paid_and_not_before()
    {
        var subscription = Contract.Of(Basic, SubscriptionStatus.Active);
        Request(subscription, Starter);
        Request(subscription, Professional);
        (subscription.PendingUp!.Plan, subscription.PendingDown!.Plan).ShouldBe(("professional", "starter"));

        Request(subscription, Enterprise);
        (subscription.PendingUp!.Plan, subscription.PendingDown!.Plan).ShouldBe(("enterprise", "starter"));
        subscription.DropChange(Now);
        (subscription.PendingUp, subscription.PendingDown!.Plan).ShouldBe((null, "starter"));

        Request(subscription, Professional);
        subscription.ApplyPaidChange(Now);
        (subscription.PendingChange, subscription.Price).ShouldBe((null, 19m));
    }

    [Fact]
    public void New_change_replaces_the_one_that_waits()
    {
        var subscription = Contract.Of(Basic, SubscriptionStatus.Active);
        Request(subscription, Professional);
        Request(subscription, Starter);
        (subscription.PendingUp, subscription.PendingDown!.Plan).ShouldBe((null, "starter"));
        Request(subscription, Contract.Plan("mini", 6));
        subscription.PendingDown!.Plan.ShouldBe("mini");
    }

    [Fact]
    public void Asking_for_the_current_plan_drops_all_that_waits()
    {
        var subscription = Contract.Of(Basic, SubscriptionStatus.Active);
        Request(subscription, Starter);
        Request(subscription, Professional);
        subscription.ClearEvents();
        subscription.TermsOf(Basic, Now).Value.Effect.ShouldBe(ChangeEffect.None);
        Request(subscription, Basic);
        subscription.PendingChange.ShouldBeNull();
        subscription.Events.OfType<SubscriptionChangeDropped>().Select(e => e.Plan).ShouldBe(["professional", "starter"]);

        subscription.ClearEvents();
        Request(subscription, Basic);
        subscription.Events.ShouldBeEmpty();
    }

    [Fact]
    public void Change_that_has_to_be_paid_lapses_at_the_end_of_the_period_at_the_latest()
    {
        var subscription = Contract.Of(Basic, SubscriptionStatus.Active);
        var late = July.AddHours(-1);
        subscription.RequestChange(subscription.TermsOf(Enterprise, late).Value, NewId.Of<InvoiceId>(Contract.June), late.AddDays(1), late);
        subscription.PendingUp!.LapsesAt.ShouldBe(July);
        subscription.TermsOf(Enterprise, July).Error.Code.ShouldBe("subscription.renewing");
    }

    [Fact]
    public void End_of_the_period_drops_what_is_not_paid_and_takes_what_waited_for_it()
    {
        var subscription = Contract.Of(Basic, SubscriptionStatus.Active);
        Request(subscription, Starter);
        Request(subscription, Professional);
        subscription.ClearEvents();
        subscription.EndChanges(July);
        subscription.EndChanges(July);
        subscription.PendingChange.ShouldBeNull();
        subscription.Events.OfType<SubscriptionChangeDropped>().Single().Plan.ShouldBe("professional");
        subscription.Events.OfType<SubscriptionChanged>().Single().Plan.ShouldBe("starter");
    }

    [Fact]
    public void Change_up_of_which_nothing_has_to_be_paid_is_made_at_once()
    {
        var subscription = Contract.Of(Basic, SubscriptionStatus.Active);
        var terms = subscription.TermsOf(Enterprise, July.AddSeconds(-1)).Value;
        (terms.Effect, terms.Total).ShouldBe((ChangeEffect.WhenPaid, 0m));
        subscription.RequestChange(terms, invoice: null, July, July.AddSeconds(-1));
        (subscription.PlanId, subscription.Price, subscription.PendingChange).ShouldBe((Enterprise.Plan.Id, 49m, null));
    }

    [Fact]
    public void Trial_is_changed_at_once_to_a_plan_with_a_trial_and_ends_when_it_did()
    {
        var subscription = Contract.Of(Basic, SubscriptionStatus.Trialing);
        subscription.TermsOf(Enterprise, Now).Error.Code.ShouldBe("subscription.no_trial");
        var terms = subscription.TermsOf(Starter, Now).Value;
        (terms.Effect, terms.Total).ShouldBe((ChangeEffect.AtOnce, 0m));
        subscription.RequestChange(terms, invoice: null, Now, Now);
        (subscription.PlanId, subscription.Price, subscription.CurrentPeriodEnd, subscription.PendingChange).ShouldBe((Starter.Plan.Id, 5m, July, null));
    }

    [Fact]
    public void Order_that_is_not_paid_is_changed_at_once_to_the_whole_price()
    {
        var subscription = Contract.Of(Basic, SubscriptionStatus.Pending);
        var terms = subscription.TermsOf(Enterprise, Now).Value;
        (terms.Effect, terms.Total).ShouldBe((ChangeEffect.AtOnce, 49m));
        subscription.RequestChange(terms, invoice: null, Now, Now);
        (subscription.PlanId, subscription.Price, subscription.Status).ShouldBe((Enterprise.Plan.Id, 49m, SubscriptionStatus.Pending));
    }

    [Fact]
    public void Price_of_another_currency_is_a_bug()
    {
        var zwg = Professional with { Currency = Currency.Zwg };
        Should.Throw<InvalidOperationException>(() => Contract.Of(Basic, SubscriptionStatus.Active).TermsOf(zwg, Now));
    }

    private static void Request(Subscription subscription, PricedPlan wanted)
    {
        var terms = subscription.TermsOf(wanted, Now).Value;
        InvoiceId? invoice = terms.Effect is ChangeEffect.WhenPaid ? NewId.Of<InvoiceId>(Contract.June) : null;
        subscription.RequestChange(terms, invoice, Now.AddDays(1), Now);
    }
}
