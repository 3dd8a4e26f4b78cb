using FsCheck;
using FsCheck.Fluent;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Domain.Tests.Subscriptions;

/// <summary>Whatever is asked of a subscription in a period, in whatever order: what is paid for it is what was used.</summary>
public sealed class SubscriptionChangePropertyTests
{
    private const int Steps = 1000;
    private static readonly PricedPlan[] Plans =
        [.. new[] { 5m, 8m, 14.25m, 19m, 22.80m, 49m, 54.15m }.Select((price, i) => Contract.Plan($"plan{i}", price))];

    private enum Ask
    {
        Change,
        Pay,
        Lapse,
        EndWithPeriod,
        Resume,
    }

    /// <param name="After">Thousandths of the time that is left.</param>
    private sealed record Step(Ask Ask, int Plan, int After);

    private static Arbitrary<Step[]> Histories => (
        from ask in Gen.Frequency((4, Gen.Constant(Ask.Change)), (3, Gen.Constant(Ask.Pay)), (1, Gen.Elements(Ask.Lapse, Ask.EndWithPeriod, Ask.Resume)))
        from plan in Gen.Choose(0, Plans.Length - 1)
        from after in Gen.Choose(0, Steps / 4)
        select new Step(ask, plan, after)).ArrayOf(30).ToArbitrary();

    [Fact]
    public void What_is_paid_in_a_period_is_what_was_used_and_what_is_left() => Prop.ForAll(Histories, steps =>
    {
        var subscription = Contract.Of(Plans[1], SubscriptionStatus.Active);
        var (now, paid, used, since, waiting) = (Contract.June, subscription.Price, 0m, Contract.June, (ChangeTerms?)null);
        foreach (var step in steps)
        {
            now = BillingTime.Floor(now + ((Contract.July - now) * step.After / Steps));
            var before = (subscription.PlanId, subscription.Price);
            switch (step.Ask)
            {
                // What costs nothing in the last seconds is made at once: that is the subject of another test.
                case Ask.Change when subscription.TermsOf(Plans[step.Plan], now) is { IsFailure: false, Value: not { Effect: ChangeEffect.WhenPaid, Total: 0 } } terms:
                    waiting = Request(subscription, terms.Value, now) ? terms.Value : null;
                    break;
                case Ask.Pay when subscription.PendingUp is { } up:
                    (up.PlanId, up.Price, up.EffectiveAt).ShouldBe((waiting!.Wanted.Plan.Id, waiting.Wanted.Amount, waiting.AsOf));
                    used += Left(subscription.Price, since) - Left(subscription.Price, waiting.AsOf);
                    (paid, since) = (paid + waiting.Total, waiting.AsOf);
                    subscription.ApplyPaidChange(now);
                    subscription.PendingChange.ShouldBeNull();
                    before = (up.PlanId, up.Price);
                    break;
                case Ask.Lapse when subscription.PendingUp is not null:
                    var down = subscription.PendingDown;
                    subscription.DropChange(now);
                    (subscription.PendingUp, subscription.PendingChange).ShouldBe((null, down));
                    break;
                case Ask.EndWithPeriod:
                    subscription.EndWithPeriod(now).IsFailure.ShouldBeFalse();
                    (subscription.CancelAtPeriodEnd, subscription.PendingUp).ShouldBe((true, null));
                    break;
                case Ask.Resume:
                    subscription.Resume(now).IsFailure.ShouldBeFalse();
                    break;
            }

            // Only a payment changes the plan within a period.
            (subscription.PlanId, subscription.Price).ShouldBe(before);
            paid.ShouldBe(used + Left(subscription.Price, since));
            paid.ShouldBeGreaterThanOrEqualTo(Left(subscription.Price, now));
        }
    }).QuickCheckThrowOnFailure();

    // Whether a payment is waited for.
    private static bool Request(Subscription subscription, ChangeTerms terms, DateTimeOffset now)
    {
        var (asked, down) = (terms.Wanted.Plan.Id, subscription.PendingDown);
        (terms.Total > 0).ShouldBe(terms.Effect is ChangeEffect.WhenPaid);
        InvoiceId? invoice = terms.Total > 0 ? NewId.Of<InvoiceId>(Contract.June) : null;
        subscription.RequestChange(terms, invoice, now.AddDays(1), now);
        if (terms.Effect is not ChangeEffect.WhenPaid)
            subscription.PendingChange?.PlanId.ShouldBe(asked);
        else
            (subscription.PendingUp!.PlanId, subscription.PendingDown).ShouldBe((asked, down));
        return terms.Effect is ChangeEffect.WhenPaid;
    }

    private static decimal Left(decimal price, DateTimeOffset at) => Proration.Remaining(price, Contract.June, Contract.July, at);
}
