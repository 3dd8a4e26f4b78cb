using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Invoices;

/// <summary>What an invoice charges for.</summary>
/// <param name="Amount">Gross, in the invoice's currency; below 0 for what is given back.</param>
/// <param name="PlanId">The version of the plan that it is for.</param>
/// <param name="From">The time it is for; likewise <paramref name="To"/>, which does not belong to it.</param>
public sealed record InvoiceLine(string Description, decimal Amount, PlanId? PlanId, DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>In percent, where it is not the invoice's: what is given back bears the rate that it was charged at.</summary>
    public decimal? TaxRate { get; init; }
}
