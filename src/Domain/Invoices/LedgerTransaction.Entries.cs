using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Invoices;

public sealed partial class LedgerTransaction
{
    /// <param name="sides">Amounts above 0 are debits, those below are credits; those that are 0 are left out.</param>
    /// <exception cref="ArgumentException">Debits and credits differ.</exception>
    public static LedgerTransaction Of(LedgerCause cause, BillingMoment moment, params (LedgerAccount Account, decimal Amount)[] sides)
    {
        if (sides.Sum(s => s.Amount) != 0)
            throw new ArgumentException($"{cause.Kind} of {cause.Key} does not balance.", nameof(sides));

        var transaction = new LedgerTransaction
        {
            Id = NewId.Of<LedgerTransactionId>(moment.At),
            Key = cause.Key,
            Kind = cause.Kind,
            CustomerId = cause.Customer,
            Currency = cause.Currency,
            InvoiceId = cause.Invoice,
            PaymentId = cause.Payment,
            Reason = cause.Reason,
            At = moment.Now,
        };
        foreach (var (account, amount) in sides.Where(s => s.Amount != 0))
        {
            var position = transaction.entries.Count + 1;
            transaction.entries.Add(LedgerEntry.Of(transaction.Id, position, account, Math.Max(amount, 0), Math.Max(-amount, 0)));
        }

        return transaction;
    }
}

/// <summary>Why money of a customer moves.</summary>
/// <param name="Key">The same cause moves money once.</param>
/// <param name="Reason">An operator's words; null for what the platform does.</param>
public sealed record LedgerCause(
    LedgerKind Kind, string Key, CustomerId Customer, Currency Currency, InvoiceId? Invoice = null, PaymentId? Payment = null, string? Reason = null);
