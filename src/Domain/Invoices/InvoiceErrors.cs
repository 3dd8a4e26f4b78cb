using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Invoices;

public static class InvoiceErrors
{
    public static readonly Error NotFound = Error.NotFound("invoice.not_found", "There is no such invoice.");

    public static Error NotAnInvoice(string number) =>
        Error.Conflict("invoice.is_credit_note", $"{number} is a credit note: it takes an invoice back and cannot be paid or taken back itself.");

    public static Error IssuedAgain(string number) => Error.Conflict(
        "invoice.issued_again", $"{number} would be issued anew at once, since the subscription goes on: end the subscription, or give the customer credit.");
}
