using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Invoices;

public static class InvoiceErrors
{
    public static readonly Error NotFound = Error.NotFound("invoice.not_found", "There is no such invoice.");

    public static Error NotAnInvoice(string number) =>
        Error.Conflict("invoice.is_credit_note", $"{number} is a credit note: it takes an invoice back and cannot be paid or taken back itself.");
}
