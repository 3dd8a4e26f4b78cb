namespace SaaSOdoo.Domain.Plans;

public static class BillingPeriods
{
    public static int Months(this BillingPeriod period) => period switch
    {
        BillingPeriod.Monthly => 1,
        BillingPeriod.Quarterly => 3,
        BillingPeriod.Biannual => 6,
        BillingPeriod.Annual => 12,
        _ => throw new ArgumentOutOfRangeException(nameof(period), period, "A period has a number of months."),
    };
}
