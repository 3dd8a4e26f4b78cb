using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Application.Plans;

/// <summary>What a version of a plan costs. The catalogue's own price in a currency goes before one that a rate makes of the price in USD.</summary>
public sealed class PlanPricing(IAppDb db)
{
    /// <param name="plan">Its prices need not be loaded.</param>
    /// <param name="at">Decides which rate is valid.</param>
    /// <returns>
    /// 422 <c>plan.no_price</c> when it is not sold for the period, 409 <c>plan.no_rate</c> when no rate is valid or it makes less than a cent.
    /// </returns>
    public async Task<Result<PricedPlan>> PriceAsync(
        Plan plan, BillingPeriod period, Currency currency, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var prices = await db.Plans.AsNoTracking().Where(p => p.Id == plan.Id).SelectMany(p => p.Prices).Where(p => p.Period == period)
            .ToListAsync(cancellationToken);
        if (prices.Find(p => p.Currency == currency) is { } own)
            return new PricedPlan(plan, period, currency, own.Amount, Rate: null);
        if (prices.Find(p => p.Currency == Currency.Usd) is not { } price || currency == Currency.Usd)
            return PlanErrors.NoPrice;

        var rate = await db.ExchangeRates.AsNoTracking().Where(r => r.Currency == currency && r.ValidFrom <= at)
            .OrderByDescending(r => r.ValidFrom).Select(r => (decimal?)r.Rate).FirstOrDefaultAsync(cancellationToken);
        return rate is { } valid && ExchangeRate.Convert(price.Amount, valid) is > 0 and var amount
            ? new PricedPlan(plan, period, currency, amount, valid)
            : PlanErrors.NoRate;
    }
}
