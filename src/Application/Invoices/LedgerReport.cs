using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Invoices;

/// <summary>Whether the books are right.</summary>
/// <param name="Accounts">Customers and currencies looked at; likewise <paramref name="Invoices"/> and <paramref name="Transactions"/>.</param>
/// <param name="Faults">The first hundred.</param>
public sealed record LedgerReport(bool Balances, DateTimeOffset CheckedAt, long Accounts, long Invoices, long Transactions, IReadOnlyList<LedgerFault> Faults);

/// <summary>Two figures that should be one.</summary>
/// <param name="Rule">Which: <c>credit</c>, <c>receivable</c>, <c>gateway</c> …</param>
/// <param name="Subject">The invoice or transaction; null for a sum over all of a customer's.</param>
/// <param name="Number">Of the invoice; null where there is none.</param>
/// <param name="Expected">By the invoices, payments and accounts.</param>
/// <param name="Actual">By the ledger.</param>
public sealed record LedgerFault(string Rule, CustomerId? CustomerId, string? Currency, Guid? Subject, string? Number, decimal Expected, decimal Actual);
