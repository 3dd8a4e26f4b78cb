using System.Globalization;

namespace SaaSOdoo.Domain.Common;

/// <summary>An amount of one currency in whole cents, as decimal(18,2). Never a float, never mixed: adding two currencies is a bug.</summary>
public sealed record Money
{
    public const int Precision = 18;
    public const int Scale = 2;

    /// <summary>What decimal(18,2) can hold.</summary>
    public const decimal Max = 9_999_999_999_999_999.99m;

    private Money(decimal amount, Currency currency) => (Amount, Currency) = (amount, currency);

    public decimal Amount { get; }
    public Currency Currency { get; }

    /// <summary>Refuses fractions of a cent rather than rounding them away.</summary>
    public static Result<Money> Create(string field, decimal amount, Currency currency) =>
        amount is < -Max or > Max || decimal.Round(amount, Scale) != amount
            ? Error.Invalid(field, "money.invalid", "Give an amount with at most two decimals.")
            : new Money(decimal.Round(amount, Scale), currency);

    /// <summary>To whole cents, half to even: the one rounding of computed amounts.</summary>
    public static decimal Round(decimal amount) => decimal.Round(amount, Scale, MidpointRounding.ToEven);

    /// <exception cref="InvalidOperationException">The currencies differ, or the sum cannot be held.</exception>
    public static Money operator +(Money left, Money right) => left.Combine(right, left.Amount + right.Amount);

    /// <exception cref="InvalidOperationException">The currencies differ, or the difference cannot be held.</exception>
    public static Money operator -(Money left, Money right) => left.Combine(right, left.Amount - right.Amount);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount:0.00} {Currency}");

    private Money Combine(Money other, decimal amount) => Currency == other.Currency
        ? Create("amount", amount, Currency).Value
        : throw new InvalidOperationException($"{Currency} and {other.Currency} cannot be combined.");
}
