using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Invoices;

public enum LedgerAccount
{
    Receivable,
    Revenue,
    Tax,

    /// <summary>What the customer paid and has not used.</summary>
    Credit,

    /// <summary>Money at the payment gateway; there is one integration for each currency.</summary>
    Gateway,

    /// <summary>Money received by hand.</summary>
    Manual,

    /// <summary>Money received that an operator has to look at first.</summary>
    Held,
    Goodwill,
    BadDebt,
}

public enum LedgerKind
{
    Issue,
    MoneyIn,
    Allocation,
    AllocationUndone,
    CreditNote,
    Hold,
    HoldAccepted,
    HoldReturned,
    Goodwill,
    Refund,
    WriteOff,
    WriteOffUndone,
}

/// <summary>One movement of a customer's money: debits equal credits. It is only ever added.</summary>
public sealed class LedgerTransaction
{
    public const int KeyMaxLength = 200;

    private readonly List<LedgerEntry> entries = [];

    private LedgerTransaction()
    {
    }

    public LedgerTransactionId Id { get; private set; }

    /// <summary>Names the cause, so that each cause moves money once: <c>payment:{id}:paid</c>.</summary>
    public string Key { get; private set; } = "";
    public LedgerKind Kind { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public Currency Currency { get; private set; } = Currency.Usd;
    public InvoiceId? InvoiceId { get; private set; }
    public PaymentId? PaymentId { get; private set; }

    /// <summary>Why, in the words of the operator who did it; null for what the platform does.</summary>
    public string? Reason { get; private set; }
    public DateTimeOffset At { get; private set; }
    public IReadOnlyList<LedgerEntry> Entries => entries;

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

/// <summary>One side of a movement.</summary>
public sealed class LedgerEntry
{
    private LedgerEntry()
    {
    }

    public LedgerTransactionId TransactionId { get; private set; }

    /// <summary>Position in the transaction, from 1.</summary>
    public int Position { get; private set; }
    public LedgerAccount Account { get; private set; }

    /// <summary>One of the two is 0.</summary>
    public decimal Debit { get; private set; }
    public decimal Credit { get; private set; }

    internal static LedgerEntry Of(LedgerTransactionId transaction, int position, LedgerAccount account, decimal debit, decimal credit) =>
        new() { TransactionId = transaction, Position = position, Account = account, Debit = debit, Credit = credit };
}

/// <summary>Why money of a customer moves.</summary>
/// <param name="Key">The same cause moves money once.</param>
/// <param name="Reason">An operator's words; null for what the platform does.</param>
public sealed record LedgerCause(
    LedgerKind Kind, string Key, CustomerId Customer, Currency Currency, InvoiceId? Invoice = null, PaymentId? Payment = null, string? Reason = null);
