using SaaSOdoo.Application.Plans;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Api.Plans;

/// <summary>Bodies for the document: a plan on offer.</summary>
internal static class PlanExamples
{
    public static readonly PlanDto Plan = new(
        "basic", 1, "Basic", MaxInstances: 3, MaxUsers: 25, CpuLimit: 2m, "4G", "20G", DatabaseKind.Shared, TrialDays: 14,
        [new(BillingPeriod.Monthly, "USD", 8m), new(BillingPeriod.Quarterly, "USD", 22.80m)]);
}
