using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Invoices;

/// <summary>Money of a customer that comes in, or goes out again.</summary>
/// <param name="Key">Names the cause: the same one moves money once.</param>
/// <param name="Account">Where it is.</param>
/// <param name="Invoice">Paid first; null: the one that has been due longest.</param>
/// <param name="Reason">The operator's; null for what the platform does.</param>
public sealed record MoneyIn(
    string Key, CustomerId Customer, Currency Currency, LedgerAccount Account, decimal Amount, InvoiceId? Invoice, PaymentId? Payment,
    string? Reason = null);
