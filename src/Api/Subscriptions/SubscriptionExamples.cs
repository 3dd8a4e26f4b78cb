using SaaSOdoo.Api.Customers;
using SaaSOdoo.Api.Tenants;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Api.Subscriptions;

/// <summary>Bodies for the document: what the tenant in <see cref="TenantExamples"/> has subscribed to.</summary>
internal static class SubscriptionExamples
{
    public static readonly CreateSubscription NewSubscription = new(TenantExamples.Tenant.Id, "basic", BillingPeriod.Monthly);

    public static readonly SubscriptionDto Subscription = new(
        new(Guid.Parse("0193b1a2-8e9f-7b21-a4c6-5d4e3c2b1a09")), TenantExamples.Tenant.Id, "basic", PlanVersion: 1, BillingPeriod.Monthly, 8m, "USD",
        SubscriptionStatus.Trialing, CustomerExamples.At, CustomerExamples.At.AddDays(14), CustomerExamples.At, CustomerExamples.At.AddDays(14), CustomerExamples.At, CustomerExamples.At, Version: 1);
}
