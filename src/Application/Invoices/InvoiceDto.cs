using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Invoices;

/// <summary>An invoice, or the credit note that takes one back. All amounts are gross unless they say otherwise, in <paramref name="Currency"/>.</summary>
/// <param name="OriginalId">The invoice that a credit note takes back.</param>
/// <param name="PeriodStart">The period that it is for; null when it is for none, likewise <paramref name="PeriodEnd"/>.</param>
/// <param name="TaxRate">In percent; null when the seller charges none.</param>
/// <param name="AmountCredited">Taken back by credit notes.</param>
/// <param name="AmountWrittenOff">Given up, and payable all the same.</param>
/// <param name="AmountPayable">What a payment would settle: what is due, and what was given up.</param>
/// <param name="Rate">Units per US dollar that its prices were computed with; null when they are prices of their own.</param>
/// <param name="ClosedAt">When it was paid, voided or written off.</param>
public sealed record InvoiceDto(
    InvoiceId Id,
    string Number,
    InvoiceKind Kind,
    InvoicePurpose Purpose,
    InvoiceStatus Status,
    TenantId TenantId,
    SubscriptionId? SubscriptionId,
    InvoiceId? OriginalId,
    string Currency,
    DateTimeOffset IssuedAt,
    DateTimeOffset DueAt,
    DateTimeOffset? PeriodStart,
    DateTimeOffset? PeriodEnd,
    List<InvoiceLineDto> Lines,
    decimal Net,
    decimal? TaxRate,
    decimal Tax,
    decimal Total,
    decimal AmountPaid,
    decimal AmountCredited,
    decimal AmountWrittenOff,
    decimal AmountDue,
    decimal AmountPayable,
    decimal? Rate,
    InvoicePartyDto Seller,
    InvoicePartyDto Buyer,
    DateTimeOffset? PaidAt,
    DateTimeOffset? ClosedAt,
    uint Version) : IVersioned
{
    /// <param name="withPayer">See <see cref="Ownership.PayersShownAsync"/>.</param>
    internal static InvoiceDto From(Invoice i, bool withPayer) => new(
        i.Id, i.Number, i.Kind, i.Purpose, i.Status, i.TenantId, i.SubscriptionId, i.OriginalId, i.Currency.Code, i.IssuedAt, i.DueAt, i.PeriodStart,
        i.PeriodEnd, [.. i.Lines.Select(l => new InvoiceLineDto(l.Description, l.Amount, l.From, l.To, l.TaxRate ?? i.TaxRate))], i.Net, i.TaxRate, i.Tax, i.Total,
        i.Allocated, i.Credited, i.WrittenOff, i.AmountDue, i.Payable, i.Rate, InvoicePartyDto.From(i.Seller), InvoicePartyDto.From(i.BuyerFor(withPayer)), i.PaidAt,
        i.ClosedAt, i.Version);
}

/// <param name="Amount">Below 0 for what is given back.</param>
/// <param name="From">The time it is for; null when it is for none, likewise <paramref name="To"/>.</param>
/// <param name="TaxRate">In percent; null when the seller charges none.</param>
public sealed record InvoiceLineDto(string Description, decimal Amount, DateTimeOffset? From, DateTimeOffset? To, decimal? TaxRate);

/// <summary>Seller or buyer as they stood when it was issued. Who is no owner of the tenant reads of the buyer the name alone.</summary>
/// <param name="Address">Lines, parted by newlines.</param>
/// <param name="Tin">Taxpayer identification number.</param>
public sealed record InvoicePartyDto(string Name, string? Address, string? Email, string? Tin, string? VatNumber)
{
    internal static InvoicePartyDto From(InvoiceParty p) => new(p.Name, p.Address, p.Email, p.Tin, p.VatNumber);
}
