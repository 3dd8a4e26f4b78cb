namespace SaaSOdoo.Application.Invoices;

/// <summary>Brings an invoice into a form that can be printed and sent.</summary>
public interface IInvoicePrinter
{
    /// <summary>A whole page in itself: nothing is loaded, nothing runs.</summary>
    InvoicePage ToHtml(InvoiceDocument document);

    /// <summary>A PDF on A4, with its fonts.</summary>
    byte[] ToPdf(InvoiceDocument document);
}

/// <param name="Style">The content of its one style element, for a policy that allows just this one.</param>
public sealed record InvoicePage(string Html, string Style);
