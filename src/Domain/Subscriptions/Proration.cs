using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Domain.Subscriptions;

/// <summary>
/// What the rest of a period is worth. A change at an instant credits the rest of the old price and charges the rest of the new one. What
/// is used up between two instants is the difference of two rests, so that the pieces of a period always sum to its price.
/// </summary>
public static class Proration
{
    /// <summary>
    /// The part of <paramref name="price"/> that falls on the time from <paramref name="at"/> to the end, by the period's whole seconds.
    /// </summary>
    /// <param name="price">Of the whole period, in whole cents.</param>
    /// <returns>Whole cents; the price itself up to the start, 0 from the end on.</returns>
    public static decimal Remaining(decimal price, DateTimeOffset start, DateTimeOffset end, DateTimeOffset at)
    {
        var whole = Seconds(start, end);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(whole, 0, nameof(end));

        // Multiplied first: a quotient of seconds has no end and would turn a half of a cent into less or more than a half.
        return Money.Round(price * Math.Clamp(Seconds(at, end), 0, whole) / whole);
    }

    private static long Seconds(DateTimeOffset from, DateTimeOffset to) =>
        (BillingTime.Floor(to) - BillingTime.Floor(from)).Ticks / TimeSpan.TicksPerSecond;
}
