using SaaSOdoo.Application.Plans;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Api.Plans;

/// <summary>Bodies for the document: a plan on offer, its next version, a rate.</summary>
internal static class PlanExamples
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    public static readonly PlanDto Plan = new(
        "basic", 1, "Basic", MaxInstances: 3, MaxUsers: 25, CpuLimit: 2m, "4G", "20G", DatabaseKind.Shared, TrialDays: 14,
        [new(BillingPeriod.Monthly, "USD", 8m), new(BillingPeriod.Quarterly, "USD", 22.80m)]);

    public static readonly CreatePlanVersion NewVersion = new(
        "basic", "Basic", MaxInstances: 3, MaxUsers: 30, CpuLimit: 2m, "4G", "25G", DatabaseKind.Shared, TrialDays: 14,
        [new(BillingPeriod.Monthly, "USD", 9m), new(BillingPeriod.Annual, "USD", 90m)], ReplacesVersion: 1);

    public static readonly PlanVersionDto Version = new(
        new(Guid.Parse("0193b1a0-4c5d-7e6f-8a9b-0c1d2e3f4a5b")), "basic", 2, "Basic", MaxInstances: 3, MaxUsers: 30, CpuLimit: 2m, "4G", "25G",
        DatabaseKind.Shared, TrialDays: 14, [new(BillingPeriod.Monthly, "USD", 9m), new(BillingPeriod.Annual, "USD", 90m)], At, WithdrawnAt: null);

    public static readonly CreateExchangeRate NewRate = new("ZWG", 26.4137m);

    public static readonly ExchangeRateDto Rate = new(new(Guid.Parse("0193b1a0-5d6e-7f80-9a0b-1c2d3e4f5a6b")), "ZWG", 26.4137m, At, At);
}
