using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Domain.Subscriptions;

/// <summary>
/// Where billing periods begin and end. They are counted from a subscription's anchor: its day of the month (or the month's last day, where
/// that is earlier) and its time of day, both as the zone of the invoices has them. Each period starts where the one before ends.
/// </summary>
public static class BillingCalendar
{
    /// <summary>The end, in UTC, of the period that starts at <paramref name="currentEnd"/>.</summary>
    public static DateTimeOffset NextEnd(DateTimeOffset currentEnd, DateTimeOffset anchor, BillingPeriod period, TimeZoneInfo zone) =>
        In(MonthOf(currentEnd, zone).AddMonths(period.Months()), anchor, zone);

    /// <summary>The end, in UTC, of the last of so many periods counted from the anchor.</summary>
    /// <param name="periods">0 is the anchor itself.</param>
    public static DateTimeOffset End(DateTimeOffset anchor, int periods, BillingPeriod period, TimeZoneInfo zone) =>
        In(MonthOf(anchor, zone).AddMonths(period.Months() * periods), anchor, zone);

    private static DateTime MonthOf(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = Local(at, zone);
        return new DateTime(local.Year, local.Month, 1);
    }

    // The day is taken from the anchor and never from the end before: after 28 February the 31st is the 31st again.
    private static DateTimeOffset In(DateTime month, DateTimeOffset anchor, TimeZoneInfo zone)
    {
        var local = Local(anchor, zone);
        var day = Math.Min(local.Day, DateTime.DaysInMonth(month.Year, month.Month));
        var end = month.AddDays(day - 1) + local.TimeOfDay;

        // A time that the zone's clocks skip or show twice is the one by its standard offset.
        return new DateTimeOffset(end, zone.GetUtcOffset(end)).ToUniversalTime();
    }

    private static DateTime Local(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(BillingTime.Floor(at), zone).DateTime;
}
