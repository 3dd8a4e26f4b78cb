using System.Linq.Expressions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Application.Plans;

/// <summary>What one USD is worth from an instant on, until the next rate.</summary>
/// <param name="Rate">Units of the currency for one USD.</param>
public sealed record ExchangeRateDto(ExchangeRateId Id, string Currency, decimal Rate, DateTimeOffset ValidFrom, DateTimeOffset CreatedAt)
{
    internal static Expression<Func<ExchangeRate, ExchangeRateDto>> Projection { get; } =
        r => new ExchangeRateDto(r.Id, r.Currency.Code, r.Rate, r.ValidFrom, r.CreatedAt);

    private static readonly Func<ExchangeRate, ExchangeRateDto> InMemory = Projection.Compile();

    internal static ExchangeRateDto From(ExchangeRate rate) => InMemory(rate);
}
