using SaaSOdoo.Api.Customers;
using SaaSOdoo.Api.Tenants;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Api.Subscriptions;

/// <summary>Bodies for the document: what the tenant in <see cref="TenantExamples"/> has subscribed to.</summary>
internal static class SubscriptionExamples
{
    public static readonly CreateSubscription NewSubscription = new(TenantExamples.Tenant.Id, "basic", BillingPeriod.Monthly);

    public static readonly SubscriptionDto Subscription = new(
        new(Guid.Parse("0193b1a2-8e9f-7b21-a4c6-5d4e3c2b1a09")), TenantExamples.Tenant.Id, "basic", PlanVersion: 1, BillingPeriod.Monthly, 8m, "USD",
        SubscriptionStatus.Trialing, CustomerExamples.At, CustomerExamples.At.AddDays(14), CustomerExamples.At, CustomerExamples.At.AddDays(14),
        CancelAtPeriodEnd: false, PendingChange: null,
        new(CustomerExamples.At.AddDays(14), "basic", BillingPeriod.Monthly, 8m), PastDueAt: null, SuspendedAt: null, EndedAt: null,
        TerminateAt: null, Dunning: [], CustomerExamples.At, CustomerExamples.At, Version: 1);

    public static readonly SubscriptionEndpoints.PlanBody WantedPlan = new("professional");
    public static readonly SubscriptionEndpoints.ChangeBody NewChange = new("professional", BillingPeriod.Monthly);
    public static readonly SubscriptionEndpoints.CancelBody Cancellation = new(CancelAt.PeriodEnd);

    public static readonly ChangePreviewDto Preview = new(
        "professional", PlanVersion: 1, BillingPeriod.Monthly, ChangeEffect.WhenPaid, CustomerExamples.At.AddDays(10), "USD",
        [new("Unused time on Basic", -5.33m), new("Remaining time on Professional", 12.67m)], Total: 7.34m, Amount: 19m, Rate: null, Exceeding: [],
        Quote: "CfDJ8Kd0…", CustomerExamples.At.AddDays(10), CustomerExamples.At.AddDays(10).AddMinutes(15));

    public static readonly SubscriptionDto Changing = Subscription with
    {
        Status = SubscriptionStatus.Active,
        TrialStart = null,
        TrialEnd = null,
        CurrentPeriodEnd = CustomerExamples.At.AddDays(30),
        PendingChange = new(
            "professional", PlanVersion: 1, BillingPeriod.Monthly, ChangeKind.Up, 19m, new InvoiceId(Guid.Parse("0193b1a2-8e9f-7b21-a4c6-5d4e3c2b1b10")),
            CustomerExamples.At.AddDays(10), CustomerExamples.At.AddDays(11)),
        NextRenewal = new(CustomerExamples.At.AddDays(30), "basic", BillingPeriod.Monthly, 8m),
    };

    public static readonly SubscriptionDto Cancelling = Subscription with { CancelAtPeriodEnd = true, NextRenewal = null };
}
