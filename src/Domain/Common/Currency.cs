namespace SaaSOdoo.Domain.Common;

/// <summary>An ISO 4217 code of a currency we sell in.</summary>
public sealed record Currency
{
    public const int CodeLength = 3;

    public static readonly Currency Usd = new("USD");
    public static readonly Currency Zwg = new("ZWG");

    private Currency(string code) => Code = code;

    public string Code { get; }

    public static Result<Currency> Create(string field, string? code) => code switch
    {
        "USD" => Usd,
        "ZWG" => Zwg,
        _ => Error.Invalid(field, "currency.unknown", "Give USD, or ZWG for Zimbabwe Gold (not ZWL or ZiG), in capital letters."),
    };

    public override string ToString() => Code;
}
