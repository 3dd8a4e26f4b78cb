using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Invoices;

/// <summary>
/// An invoice or a credit note as it is printed. All of it is text, made once, so that the page and the PDF cannot differ. Dates are those
/// of the zone of billing.
/// </summary>
/// <param name="Title">What it is: <c>Invoice</c>, <c>Credit note</c>.</param>
/// <param name="Facts">Dates, period, state.</param>
/// <param name="Lines">What is charged for.</param>
/// <param name="Amounts">Net and tax, total, and what is left to pay; in <paramref name="Currency"/>.</param>
/// <param name="UsdAmounts">The same in US dollars, at <paramref name="Rate"/>; empty when the prices were not computed with a rate.</param>
/// <param name="Rate">A sentence; null without one.</param>
public sealed record InvoiceDocument(
    string Title,
    string Number,
    string Currency,
    IReadOnlyList<DocumentFact> Facts,
    DocumentParty Seller,
    DocumentParty Buyer,
    IReadOnlyList<DocumentLine> Lines,
    IReadOnlyList<DocumentAmount> Amounts,
    IReadOnlyList<DocumentAmount> UsdAmounts,
    string? Rate);

public sealed record DocumentFact(string Label, string Text);

/// <param name="Details">Address and numbers, one a line.</param>
public sealed record DocumentParty(string Name, IReadOnlyList<string> Details)
{
    internal static DocumentParty Of(InvoiceParty party) => new(
        party.Name,
        [
            .. (party.Address ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            .. party.Email is { } email ? [email] : Array.Empty<string>(),
            .. party.Tin is { } tin ? [$"TIN {tin}"] : Array.Empty<string>(),
            .. party.VatNumber is { } vat ? [$"VAT number {vat}"] : Array.Empty<string>(),
        ]);
}

/// <param name="Detail">The time it is for; null when it is for none.</param>
public sealed record DocumentLine(string Description, string? Detail, string Amount);

/// <param name="IsStrong">One that the reader looks for.</param>
public sealed record DocumentAmount(string Label, string Amount, bool IsStrong = false);
