using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Infrastructure.Plans;

/// <summary>The catalogue a new platform starts with. Operators change it by adding versions, never by editing these rows.</summary>
internal static class PlanCatalogue
{
    private const long Gigabyte = 1024L * 1024 * 1024;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (BillingPeriod Period, decimal Factor)[] Periods =
        [(BillingPeriod.Monthly, 1m), (BillingPeriod.Quarterly, 2.85m), (BillingPeriod.Biannual, 5.5m), (BillingPeriod.Annual, 10m)];

    private static readonly Row[] Rows =
    [
        new(1, "starter", "Starter", 5m, 1, 5, 1, 2, 10, DatabaseKind.Shared, 14),
        new(2, "basic", "Basic", 8m, 3, 25, 2, 4, 20, DatabaseKind.Shared, 14),
        new(3, "professional", "Professional", 19m, 10, 100, 4, 8, 50, DatabaseKind.Shared, 14),
        new(4, "enterprise", "Enterprise", 49m, 50, 1000, 8, 16, 100, DatabaseKind.Dedicated, 0),
    ];

    public static object[] Plans { get; } = [.. Rows.Select(r => new
    {
        r.Id,
        r.Code,
        Revision = 1,
        r.Name,
        r.MaxInstances,
        r.MaxUsers,
        MaxCpu = r.Cpu,
        MaxMemoryBytes = r.Memory * Gigabyte,
        MaxStorageBytes = r.Storage * Gigabyte,
        r.DatabaseKind,
        r.TrialDays,
        OfferedFrom = Start,
    })];

    public static object[] Prices { get; } = [.. Rows.SelectMany(_ => Periods, (r, p) => new
    {
        PlanId = r.Id,
        p.Period,
        Currency = Currency.Usd,
        Amount = decimal.Round(r.Month * p.Factor, Money.Scale),
    })];

    private sealed record Row(
        byte Number, string Code, string Name, decimal Month, int MaxInstances, int MaxUsers, decimal Cpu, long Memory, long Storage,
        DatabaseKind DatabaseKind, int TrialDays)
    {
        public PlanId Id => new(new Guid(0x01900000, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, Number));
    }
}
