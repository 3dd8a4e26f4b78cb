using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Plans;

/// <summary>What a US dollar costs in another currency from some moment on. Rates are only ever added.</summary>
public sealed class ExchangeRate
{
    public const int Precision = 18;
    public const int Scale = 6;

    private ExchangeRate()
    {
    }

    public ExchangeRateId Id { get; private set; }
    public Currency Currency { get; private set; } = Currency.Zwg;

    /// <summary>Units of <see cref="Currency"/> per US dollar.</summary>
    public decimal Rate { get; private set; }
    public DateTimeOffset ValidFrom { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    public static ExchangeRate Of(Currency currency, decimal rate, DateTimeOffset validFrom, DateTimeOffset now) =>
        new() { Id = NewId.Of<ExchangeRateId>(now), Currency = currency, Rate = rate, ValidFrom = validFrom, CreatedAt = now };
}
