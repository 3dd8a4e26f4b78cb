using System.Globalization;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Invoices;

/// <summary>Says what is printed of an invoice, in English and in one form everywhere.</summary>
internal static class InvoiceDocumentFactory
{
    /// <param name="original">Number of the invoice that a credit note takes back.</param>
    /// <param name="zone">Of billing.</param>
    /// <param name="withPayer">See <see cref="Ownership.PayersShownAsync"/>.</param>
    public static InvoiceDocument Of(Invoice invoice, string? original, TimeZoneInfo zone, bool withPayer)
    {
        var isNote = invoice.Kind is InvoiceKind.CreditNote;
        return new(
            isNote ? "Credit note" : "Invoice",
            invoice.Number,
            invoice.Currency.Code,
            [.. FactsOf(invoice, original, zone)],
            DocumentParty.Of(invoice.Seller),
            DocumentParty.Of(invoice.BuyerFor(withPayer)),
            [.. invoice.Lines.Select(l => new DocumentLine(l.Description, PeriodOf(l.From, l.To, zone), Amount(l.Amount)))],
            [.. AmountsOf(invoice)],
            invoice.Rate is { } rate ? [.. InUsd(invoice, rate)] : [],
            invoice.Rate is { } shown ? $"1 USD = {shown.ToString("0.######", CultureInfo.InvariantCulture)} {invoice.Currency}" : null);
    }

    private static IEnumerable<DocumentFact> FactsOf(Invoice invoice, string? original, TimeZoneInfo zone)
    {
        yield return new("Issued", Day(invoice.IssuedAt, zone));
        if (original is not null)
            yield return new("For invoice", original);
        else
            yield return new("Due", Day(invoice.DueAt, zone));
        if (PeriodOf(invoice.PeriodStart, invoice.PeriodEnd, zone) is { } period)
            yield return new("Period", period);
        if (invoice.Kind is InvoiceKind.Invoice)
            yield return new("Status", StatusOf(invoice, zone));
    }

    private static string StatusOf(Invoice invoice, TimeZoneInfo zone) => invoice.Status switch
    {
        InvoiceStatus.Open => "To be paid",
        InvoiceStatus.Paid when invoice.PaidAt is { } at => $"Paid on {Day(at, zone)}",
        InvoiceStatus.Paid => "Paid",
        InvoiceStatus.Void => "Void",
        InvoiceStatus.Uncollectible => "Not paid",
    };

    private static IEnumerable<DocumentAmount> AmountsOf(Invoice invoice)
    {
        var taxes = invoice.TaxParts();
        if (taxes.Count > 0)
            yield return new("Net", Amount(invoice.Net));
        foreach (var tax in taxes)
            yield return new(taxes.Count == 1 ? $"VAT {Percent(tax.Rate)}" : $"VAT {Percent(tax.Rate)} in {Amount(tax.Gross)}", Amount(tax.Tax));
        yield return new(invoice.Kind is InvoiceKind.CreditNote ? "Total credited" : "Total", Amount(invoice.Total), IsStrong: true);
        if (invoice.Kind is InvoiceKind.CreditNote)
            yield break;

        if (invoice.Allocated > 0)
            yield return new("Paid", Amount(-invoice.Allocated));
        if (invoice.Credited > 0)
            yield return new("Credited", Amount(-invoice.Credited));
        yield return new("Amount due", Amount(invoice.Payable), IsStrong: true);
    }

    private static IEnumerable<DocumentAmount> InUsd(Invoice invoice, decimal rate)
    {
        var (total, tax) = (Money.Round(invoice.Total / rate), Money.Round(invoice.Tax / rate));
        if (invoice.TaxParts().Count > 0)
        {
            yield return new("Net in USD", Amount(total - tax));
            yield return new("VAT in USD", Amount(tax));
        }

        yield return new("Total in USD", Amount(total));
    }

    private static string? PeriodOf(DateTimeOffset? from, DateTimeOffset? to, TimeZoneInfo zone) =>
        from is { } start && to is { } end ? $"{Day(start, zone)} – {Day(end, zone)}" : null;

    private static string Day(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Amount(decimal amount) => amount.ToString("#,##0.00", CultureInfo.InvariantCulture);

    private static string Percent(decimal rate) => $"{rate.ToString("0.##", CultureInfo.InvariantCulture)} %";
}
