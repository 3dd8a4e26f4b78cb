using SaaSOdoo.Application.Invoices;

namespace SaaSOdoo.Infrastructure.Invoices.Documents;

internal sealed class InvoicePrinter : IInvoicePrinter
{
    public InvoicePage ToHtml(InvoiceDocument document) => InvoiceHtml.Of(document);

    public byte[] ToPdf(InvoiceDocument document) => InvoicePdf.Of(document);
}
