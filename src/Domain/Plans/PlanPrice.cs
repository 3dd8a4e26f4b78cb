using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Plans;

/// <summary>What a version of a plan costs for a period in a currency. Longer periods are prices of their own, not computed ones.</summary>
public sealed class PlanPrice
{
    private PlanPrice()
    {
    }

    internal PlanPrice(PlanId plan, PlanPriceTerms terms) =>
        (PlanId, Period, Currency, Amount) = (plan, terms.Period, terms.Currency, terms.Amount);

    public PlanId PlanId { get; private set; }
    public BillingPeriod Period { get; private set; }
    public Currency Currency { get; private set; } = Currency.Usd;
    public decimal Amount { get; private set; }

    public Money Price => Money.Create("amount", Amount, Currency).Value;
}
