using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Domain.Tests.Subscriptions;

public sealed class ProrationTests
{
    private static readonly TimeZoneInfo Harare = TimeZoneInfo.FindSystemTimeZoneById("Africa/Harare");
    private static readonly DateTimeOffset June = new(2026, 6, 1, 0, 0, 0, TimeSpan.FromHours(2));
    private static readonly DateTimeOffset July = June.AddDays(30);

    /// <summary>A period of the calendar, prices and instants in it in order (as parts of it), as changes would find them.</summary>
    private sealed record Case(DateTimeOffset Start, DateTimeOffset End, decimal[] Prices, DateTimeOffset[] Instants);

    private static Arbitrary<Case> Cases => (
        from anchor in Gen.Choose(0, (int)TimeSpan.FromDays(1461).TotalSeconds).Select(s => June.AddSeconds(s))
        from period in Gen.Elements(Enum.GetValues<BillingPeriod>())
        from prices in Gen.Choose(0, 10_000_000).Select(c => c / 100m).NonEmptyListOf()
        from parts in Gen.Choose(0, 1_000_000).ArrayOf(prices.Count)
        let end = BillingCalendar.End(anchor, 1, period, Harare)
        let instants = parts.Order().Select(p => BillingTime.Floor(anchor + ((end - anchor) * (p / 1_000_000d)))).ToArray()
        select new Case(anchor, end, [.. prices], instants)).ToArbitrary();

    [Theory]
    [InlineData(91, 42, "22.80", "54.15", "-10.52", "24.99", "14.47")]
    [InlineData(30, 20, "8", "19", "-5.33", "12.67", "7.34")]
    [InlineData(30, 10, "19", "49", "-6.33", "16.33", "10.00")]
    public void Worked_changes_come_out_to_the_cent(int days, int left, string old, string changed, string credit, string charge, string total)
    {
        var end = June.AddDays(days);
        var lines = Lines(Number(old), Number(changed), June, end, end.AddDays(-left));
        lines.ShouldBe((Number(credit), Number(charge)));
        (lines.Credit + lines.Charge).ShouldBe(Number(total));
    }

    [Fact]
    public void Half_a_cent_left_goes_to_the_even_cent()
    {
        var half = June.AddDays(15);
        Proration.Remaining(14.25m, June, July, half).ShouldBe(7.12m);
        (14.25m - Proration.Remaining(14.25m, June, July, half)).ShouldBe(7.13m);
        Proration.Remaining(14.27m, June, July, half).ShouldBe(7.14m);
    }

    [Fact]
    public void Two_changes_in_june_sum_to_what_was_used()
    {
        var (first, second) = (July.AddDays(-20), July.AddDays(-10));
        decimal[] used = [8 - Left(8, first), Left(19, first) - Left(19, second), Left(49, second)];
        used.ShouldBe([2.67m, 6.34m, 16.33m]);
        used.Sum().ShouldBe(8 + 7.34m + 10);

        static decimal Left(decimal price, DateTimeOffset at) => Proration.Remaining(price, June, July, at);
    }

    [Fact]
    public void Unserved_credit_of_a_month_suspended_on_its_15th()
    {
        var credit = Proration.Remaining(8, June, July, June.AddDays(14));
        credit.ShouldBe(4.27m);
        (8 - credit).ShouldBe(3.73m);
    }

    [Fact]
    public void Price_of_another_currency_is_rounded_by_the_same_rule() => Money.Round(22.80m * 26.4137m).ShouldBe(602.23m);

    [Fact]
    public void Denominator_is_the_whole_period()
    {
        // 1 to 28 February, 28 days; a quarter from 30 November, 90 days.
        var february = new DateTimeOffset(2027, 2, 1, 0, 0, 0, TimeSpan.FromHours(2));
        Proration.Remaining(28, february, february.AddDays(28), february.AddDays(27)).ShouldBe(1);
        var november = new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.FromHours(2));
        var end = BillingCalendar.End(november, 1, BillingPeriod.Quarterly, Harare);
        Proration.Remaining(90, november, end, end.AddDays(-1)).ShouldBe(1);
        Proration.Remaining(90, november, end, end.AddSeconds(-86_400 / 2)).ShouldBe(0.50m);
    }

    [Fact]
    public void Rest_is_the_price_up_to_the_start_and_nothing_from_the_end_on()
    {
        Proration.Remaining(8, June, July, June.AddDays(-1)).ShouldBe(8);
        Proration.Remaining(8, June, July, June).ShouldBe(8);
        Proration.Remaining(8, June, July, July).ShouldBe(0);
        Proration.Remaining(8, June, July, July.AddDays(1)).ShouldBe(0);
        Proration.Remaining(8, June, July, June.AddDays(15).AddMilliseconds(999)).ShouldBe(4);
        Should.Throw<ArgumentOutOfRangeException>(() => Proration.Remaining(8, June, June, June));
    }

    [Fact]
    public void Largest_amount_is_prorated_without_overflow() =>
        Proration.Remaining(Money.Max, June, June.AddDays(366), June.AddSeconds(1)).ShouldBeLessThan(Money.Max);

    [Fact]
    public void Pieces_of_a_split_period_sum_to_its_price() => Prop.ForAll(Cases, c =>
    {
        foreach (var price in c.Prices)
        {
            DateTimeOffset[] cuts = [c.Start, .. c.Instants, c.End];
            var pieces = cuts.Zip(cuts.Skip(1), (from, to) =>
                Proration.Remaining(price, c.Start, c.End, from) - Proration.Remaining(price, c.Start, c.End, to)).ToArray();
            pieces.Length.ShouldBe(c.Instants.Length + 1);
            pieces.ShouldAllBe(p => p >= 0);
            pieces.Sum().ShouldBe(price);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_number_of_changes_costs_what_was_used_and_never_credits_more_than_was_paid() => Prop.ForAll(Cases, c =>
    {
        var (current, since, paid, used) = (c.Prices[0], c.Start, c.Prices[0], 0m);
        for (var i = 1; i < c.Prices.Length; i++)
        {
            var at = c.Instants[i];
            var lines = Lines(current, c.Prices[i], c.Start, c.End, at);
            (-lines.Credit).ShouldBeLessThanOrEqualTo(paid);
            used += Proration.Remaining(current, c.Start, c.End, since) - Proration.Remaining(current, c.Start, c.End, at);
            paid += lines.Credit + lines.Charge;
            (current, since) = (c.Prices[i], at);
        }

        paid.ShouldBe(used + Proration.Remaining(current, c.Start, c.End, since));
        paid.ShouldBeGreaterThanOrEqualTo(0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void There_and_back_costs_nothing() => Prop.ForAll(Cases, c =>
    {
        for (var i = 0; i < c.Prices.Length; i++)
        {
            var there = Lines(c.Prices[0], c.Prices[i], c.Start, c.End, c.Instants[i]);
            var back = Lines(c.Prices[i], c.Prices[0], c.Start, c.End, c.Instants[i]);
            (there.Credit + there.Charge + back.Credit + back.Charge).ShouldBe(0.00m);
        }
    }).QuickCheckThrowOnFailure();

    private static (decimal Credit, decimal Charge) Lines(decimal old, decimal changed, DateTimeOffset start, DateTimeOffset end, DateTimeOffset at) =>
        (-Proration.Remaining(old, start, end, at), Proration.Remaining(changed, start, end, at));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
