namespace SaaSOdoo.Domain.Plans;

/// <summary>Billing counts in whole seconds, UTC: what is computed from two times can be computed again from what was stored and printed.</summary>
public static class BillingTime
{
    public static DateTimeOffset Floor(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerSecond));
    }
}
