using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Plans;

/// <summary>A version of a plan with what it costs at an instant.</summary>
/// <param name="Amount">For one period, in the currency; positive.</param>
/// <param name="Rate">The exchange rate that the amount was made with; null where the catalogue has a price in this currency.</param>
public sealed record PricedPlan(Plan Plan, BillingPeriod Period, Currency Currency, decimal Amount, decimal? Rate);
