namespace SaaSOdoo.Application.Invoices;

/// <summary>Section <c>Billing:Tax</c>: value-added tax, which prices include. It is charged only by a seller with a VAT number.</summary>
public sealed class TaxOptions
{
    public const string Section = "Billing:Tax";
    private const decimal MostPercent = 100;
    private const int Decimals = 2;

    public IList<TaxRate> Rates { get; set; } = [];

    /// <summary>One rate a day, each from 0 to 100 percent with at most two decimals.</summary>
    public bool IsValid() =>
        Rates.All(r => r.Percent is >= 0 and <= MostPercent && decimal.Round(r.Percent, Decimals) == r.Percent)
        && Rates.DistinctBy(r => r.ValidFrom).Count() == Rates.Count;

    /// <summary>In percent, on a day in the zone of billing; null before the first rate.</summary>
    internal decimal? RateOn(DateOnly day) => Rates.Where(r => r.ValidFrom <= day).MaxBy(r => r.ValidFrom)?.Percent;
}

public sealed class TaxRate
{
    public decimal Percent { get; set; }

    /// <summary>Its first day, in the zone of billing.</summary>
    public DateOnly ValidFrom { get; set; }
}
