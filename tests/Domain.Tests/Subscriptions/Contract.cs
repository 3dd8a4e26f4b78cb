using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Domain.Tests.Subscriptions;

/// <summary>Plans, and a subscription of June 2026 in whatever status a test wants it: how it came there is the subject of others.</summary>
internal static class Contract
{
    public static readonly DateTimeOffset June = new(2026, 6, 1, 0, 0, 0, TimeSpan.FromHours(2));
    public static readonly DateTimeOffset July = June.AddDays(30);

    public static PricedPlan Plan(string code, decimal amount, BillingPeriod period = BillingPeriod.Monthly, int trialDays = 14, int revision = 1)
    {
        var price = PlanPriceTerms.Create(period, "USD", amount).Value;
        var terms = PlanTerms.Create(code, 3, 25, 2, "4G", "20G", DatabaseKind.Shared, trialDays, [price]).Value;
        return new(Domain.Plans.Plan.Offer(code, revision, terms, June).Value, period, Currency.Usd, amount, Rate: null);
    }

    public static Subscription Of(PricedPlan plan, SubscriptionStatus status)
    {
        var subscription = Subscription.Order(NewId.Of<TenantId>(June), NewId.Of<CustomerId>(June), plan, June).Value;
        Put(subscription, nameof(Subscription.Status), status);
        if (status is SubscriptionStatus.Pending)
            return subscription;

        Put(subscription, nameof(Subscription.Anchor), (DateTimeOffset?)June);
        Put(subscription, nameof(Subscription.CurrentPeriodStart), (DateTimeOffset?)June);
        Put(subscription, nameof(Subscription.CurrentPeriodEnd), (DateTimeOffset?)July);
        subscription.ClearEvents();
        return subscription;
    }

    private static void Put<T>(Subscription subscription, string name, T value) => typeof(Subscription).GetProperty(name)!.SetValue(subscription, value);
}
