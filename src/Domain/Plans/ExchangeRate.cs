using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Plans;

/// <summary>
/// How many units of a currency one USD is worth, from an instant on until the next rate. Never changed and never deleted: an invoice can be
/// recomputed years later.
/// </summary>
public sealed class ExchangeRate
{
    public const int Precision = 18;
    public const int Scale = 6;

    /// <summary>What a price can still be multiplied with and be stored.</summary>
    public const decimal Max = 1_000_000m;

    private ExchangeRate()
    {
    }

    public ExchangeRateId Id { get; private set; }
    public Currency Currency { get; private set; } = Currency.Zwg;

    /// <summary>Units for one USD.</summary>
    public decimal Rate { get; private set; }

    /// <summary>In whole seconds, one rate for each: what time it is decides without doubt which is valid.</summary>
    public DateTimeOffset ValidFrom { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <param name="validFrom">Null: from now on.</param>
    public static Result<ExchangeRate> Create(string? currency, decimal rate, DateTimeOffset? validFrom, DateTimeOffset now)
    {
        var errors = new Errors();
        var known = errors.Take(Currency.Create("currency", currency));
        if (known == Currency.Usd)
            errors.Take(Result.Failure(Error.Invalid("currency", "exchange_rate.base_currency", "Rates are units for one USD; give another currency.")));
        if (rate is <= 0 or > Max || decimal.Round(rate, Scale) != rate)
            errors.Take(Result.Failure(Error.Invalid("rate", "exchange_rate.invalid", $"Give a positive number up to {Max:0}, with at most {Scale} decimals.")));

        var (from, second) = ((validFrom ?? now).ToUniversalTime(), BillingTime.Floor(now));
        if (from < second)
            errors.Take(Result.Failure(Error.Invalid("valid_from", "exchange_rate.in_the_past", "A rate can be valid from now on or later; leave it out for now.")));
        if (errors.Any)
            return errors.ToError();

        return new ExchangeRate
        {
            Id = NewId.Of<ExchangeRateId>(now),
            Currency = known!,
            Rate = rate,
            ValidFrom = BillingTime.Floor(from),
            CreatedAt = now,
        };
    }

    /// <summary>What a price in USD is in the rate's currency.</summary>
    public static decimal Convert(decimal usd, decimal rate) => Money.Round(usd * rate);
}
