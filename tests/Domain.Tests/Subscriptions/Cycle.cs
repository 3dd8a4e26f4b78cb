using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Domain.Tests.Subscriptions;

/// <summary>The days of the design, and invoices as the cycle of a subscription has them.</summary>
internal static class Cycle
{
    public static readonly BillingTerms Terms = new(
        TimeSpan.FromDays(7),
        TimeSpan.FromDays(7),
        TimeSpan.FromDays(30),
        [
            new(DunningKind.PastDue, 0), new(DunningKind.Reminder, 3), new(DunningKind.Reminder, 7), new(DunningKind.Reminder, 10),
            new(DunningKind.Suspension, 14), new(DunningKind.Expiry, 21),
        ],
        TimeZoneInfo.FindSystemTimeZoneById("Africa/Harare"));

    public static readonly PricedPlan Basic = Contract.Plan("basic", 8);

    /// <summary>For the period after the current one, on the plan that it will be on.</summary>
    public static Invoice NextInvoice(Subscription subscription, DateTimeOffset now, PlanId? plan = null)
    {
        var next = BillingCycle.NextPeriod(subscription, Terms);
        var start = subscription.CurrentPeriodEnd!.Value;
        return Issue(subscription, InvoicePurpose.Renewal, start, now, plan ?? next.Plan, start, next.End);
    }

    public static Invoice Issue(
        Subscription subscription, InvoicePurpose purpose, DateTimeOffset due, DateTimeOffset now, PlanId? plan = null, DateTimeOffset? start = null,
        DateTimeOffset? end = null) => Invoice.Issue(
            new NewInvoice(
                subscription.CustomerId, subscription.TenantId, subscription.Id, subscription.Currency, purpose,
                [new("Plan", subscription.Price, plan ?? subscription.PlanId, start, end)], due, start, end, Rate: null),
            "INV-USD-2026-000001", taxRate: null, new("Seller", null, null, null, null), new("Buyer", null, null, null, null), new(now, now));

    public static void Pay(Invoice invoice, DateTimeOffset now, decimal? amount = null) => invoice.Allocate(amount ?? invoice.Total, new(now, now));
}
