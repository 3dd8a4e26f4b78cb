using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Invoices;

/// <summary>Value-added tax that is part of a gross amount. It is taken from an invoice's total, never from its lines.</summary>
public static class Tax
{
    /// <param name="gross">What is paid, tax included, in whole cents.</param>
    /// <param name="ratePercent">15.5 is 15.5 %; 0 or more.</param>
    /// <returns>The tax in whole cents; what is left of the gross is the net.</returns>
    public static decimal Of(decimal gross, decimal ratePercent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ratePercent);
        return Money.Round(gross * ratePercent / (100 + ratePercent));
    }
}
