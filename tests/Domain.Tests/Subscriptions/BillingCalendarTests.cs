using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Domain.Tests.Subscriptions;

public sealed class BillingCalendarTests
{
    private const int Years = 10;
    private static readonly TimeZoneInfo Harare = TimeZoneInfo.FindSystemTimeZoneById("Africa/Harare");

    /// <summary>With clocks that are put forward and back, as an operator elsewhere may configure.</summary>
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly DateTimeOffset First = new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Every second of four years, a leap year among them.</summary>
    private static Arbitrary<DateTimeOffset> Anchors => Gen.Choose(0, (int)TimeSpan.FromDays((365 * 4) + 1).TotalSeconds - 1)
        .Select(s => First.AddSeconds(s)).ToArbitrary();

    private static Arbitrary<BillingPeriod> Periods => Gen.Elements(Enum.GetValues<BillingPeriod>()).ToArbitrary();

    [Theory]
    [InlineData("2026-01-31", BillingPeriod.Monthly, "2026-02-28 2026-03-31 2026-04-30 2026-05-31")]
    [InlineData("2027-12-31", BillingPeriod.Monthly, "2028-01-31 2028-02-29 2028-03-31 2028-04-30")]
    [InlineData("2026-01-30", BillingPeriod.Monthly, "2026-02-28 2026-03-30")]
    [InlineData("2026-11-30", BillingPeriod.Quarterly, "2027-02-28 2027-05-30 2027-08-30 2027-11-30 2028-02-29")]
    [InlineData("2026-08-31", BillingPeriod.Biannual, "2027-02-28 2027-08-31 2028-02-29 2028-08-31")]
    [InlineData("2024-02-29", BillingPeriod.Annual, "2025-02-28 2026-02-28 2027-02-28 2028-02-29 2029-02-28")]
    [InlineData("2024-02-29", BillingPeriod.Monthly, "2024-03-29 2024-04-29")]
    public void A_short_month_ends_on_its_last_day_and_the_next_returns_to_the_anchors(string start, BillingPeriod period, string ends)
    {
        var anchor = In(start);
        var expected = ends.Split(' ').Select(In).ToArray();
        EndsOf(anchor, period, Harare).Take(expected.Length).ShouldBe(expected);
    }

    [Fact]
    public void Day_is_that_of_the_zone_of_the_invoices()
    {
        // 22:30 UTC on the 30th is the 31st in Harare.
        var anchor = new DateTimeOffset(2026, 1, 30, 22, 30, 0, TimeSpan.Zero);
        BillingCalendar.End(anchor, 1, BillingPeriod.Monthly, Harare).ShouldBe(new DateTimeOffset(2026, 2, 27, 22, 30, 0, TimeSpan.Zero));
        BillingCalendar.End(anchor, 1, BillingPeriod.Monthly, TimeZoneInfo.Utc).ShouldBe(new DateTimeOffset(2026, 2, 28, 22, 30, 0, TimeSpan.Zero));
        BillingCalendar.End(anchor, 1, BillingPeriod.Monthly, Harare).Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Ten_years_of_periods_never_drift_overlap_or_leave_a_gap() => Prop.ForAll(Anchors, Periods, (anchor, period) =>
    {
        Check(anchor, period, Harare);
        Check(anchor, period, Berlin);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_anchor_day_of_four_years_holds_for_ten_years()
    {
        var days = Enumerable.Range(0, (365 * 4) + 1).Select(d => First.AddDays(d).AddHours(10)).ToArray();
        days.ShouldContain(d => d.Month == 2 && d.Day == 29);
        foreach (var day in days)
        {
            foreach (var period in Enum.GetValues<BillingPeriod>())
                Check(day, period, Harare);
        }
    }

    [Fact]
    public void Parts_of_a_second_are_cut_off()
    {
        var anchor = new DateTimeOffset(2026, 6, 1, 12, 0, 0, 999, TimeSpan.FromHours(2));
        BillingTime.Floor(anchor).ShouldBe(new DateTimeOffset(2026, 6, 1, 10, 0, 0, TimeSpan.Zero));
        BillingCalendar.End(anchor, 1, BillingPeriod.Monthly, Harare).ShouldBe(new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.Zero));
        BillingCalendar.End(anchor, 0, BillingPeriod.Monthly, Harare).ShouldBe(BillingTime.Floor(anchor));
    }

    private static void Check(DateTimeOffset anchor, BillingPeriod period, TimeZoneInfo zone)
    {
        var count = Years * 12 / period.Months();
        var ends = EndsOf(anchor, period, zone).Take(count).ToArray();
        var local = TimeZoneInfo.ConvertTime(anchor, zone);
        for (var i = 0; i < count; i++)
        {
            // Counted one by one or at once from the anchor: where a period ends is where the next one starts.
            ends[i].ShouldBe(BillingCalendar.End(anchor, i + 1, period, zone));
            ends[i].ShouldBeGreaterThan(i == 0 ? anchor : ends[i - 1]);

            var end = TimeZoneInfo.ConvertTime(ends[i], zone);
            var months = (end.Year * 12) + end.Month - (local.Year * 12) - local.Month;
            months.ShouldBe((i + 1) * period.Months());
            end.Day.ShouldBe(Math.Min(local.Day, DateTime.DaysInMonth(end.Year, end.Month)));
            if (!zone.IsInvalidTime(end.Date + local.TimeOfDay))
                end.TimeOfDay.ShouldBe(local.TimeOfDay);
        }
    }

    private static IEnumerable<DateTimeOffset> EndsOf(DateTimeOffset anchor, BillingPeriod period, TimeZoneInfo zone)
    {
        for (var end = anchor; ;)
            yield return end = BillingCalendar.NextEnd(end, anchor, period, zone);
    }

    private static DateTimeOffset In(string day) =>
        new DateTimeOffset(DateTime.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), TimeSpan.FromHours(2)).ToUniversalTime();
}
