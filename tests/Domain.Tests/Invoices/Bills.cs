using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Domain.Tests.Invoices;

/// <summary>Invoices of 22.80, and of other lines.</summary>
internal static class Bills
{
    public static readonly BillingMoment Moment = new(new(2026, 11, 26, 10, 0, 0, TimeSpan.Zero), new(2026, 11, 26, 10, 0, 1, TimeSpan.Zero));

    public static Invoice Of(decimal? taxRate, params InvoiceLine[] lines) => Invoice.Issue(
        new(new(Guid.CreateVersion7()), new(Guid.CreateVersion7()), null, Currency.Usd, InvoicePurpose.Renewal, lines, Moment.Now.AddDays(7), null, null, null),
        "INV-USD-2026-000123", taxRate, new("Seller", null, null, null, null), new("Buyer", null, null, null, null), Moment);

    public static InvoiceLine Line(decimal amount, decimal? taxRate = null) => new("Basic", amount, null, null, null) { TaxRate = taxRate };

    public static Invoice In(InvoiceStatus status)
    {
        var invoice = Of(15.5m, Line(22.80m));
        if (status is InvoiceStatus.Paid)
            invoice.Allocate(22.80m, Moment);
        if (status is InvoiceStatus.Void)
            invoice.Credit(22.80m, Moment);
        if (status is InvoiceStatus.Uncollectible)
            invoice.WriteOff(Moment);
        return invoice;
    }
}
