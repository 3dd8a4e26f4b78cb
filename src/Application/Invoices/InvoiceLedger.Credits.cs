using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Invoices;

// Invoices are taken back by credit notes, or given up.
public sealed partial class InvoiceLedger
{
    /// <summary>
    /// Takes an invoice back by a credit note over what earlier ones have left of it; what was paid becomes credit again, and pays the next
    /// invoice that is issued. One that is void already stays as it is.
    /// </summary>
    /// <param name="reason">For the customer; it stands on the credit note.</param>
    public async Task VoidAsync(Invoice invoice, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (invoice.Credited < invoice.Total)
            await CreditAsync(invoice, invoice.Total - invoice.Credited, reason, now, cancellationToken);
    }

    /// <summary>Takes a part of an invoice back: first what is not paid of it.</summary>
    /// <param name="amount">Gross; at most what earlier credit notes have left.</param>
    /// <inheritdoc cref="VoidAsync"/>
    public Task CreditAsync(Invoice invoice, decimal amount, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        CreditAsync(invoice, amount, reason, paidFirst: false, now, cancellationToken);

    /// <summary>Takes back what is paid of an invoice, to be paid out: what is due on it stays due.</summary>
    /// <param name="amount">Gross; at most what is paid of it.</param>
    /// <inheritdoc cref="VoidAsync"/>
    public Task CreditPaidAsync(Invoice invoice, decimal amount, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        CreditAsync(invoice, amount, reason, paidFirst: true, now, cancellationToken);

    private async Task CreditAsync(
        Invoice invoice, decimal amount, string reason, bool paidFirst, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = await LockAccountAsync(invoice.CustomerId, invoice.Currency, cancellationToken);
        var moment = MomentOf(now);
        var (writtenOff, paid) = invoice.Credit(amount, moment, paidFirst);
        if (writtenOff > 0)
            UndoWriteOff(account, invoice, writtenOff, moment);
        if (paid > 0)
            UndoAllocation(account, invoice, paid, moment);

        var parties = await terms.PartiesAsync(invoice.CustomerId, cancellationToken);
        var number = await terms.NumberAsync(InvoiceKind.CreditNote, invoice.Currency, parties.IsTest, now, cancellationToken);
        var note = invoice.CreditNote(amount, number, reason, moment);
        db.Invoices.Add(note);
        Enter(account, LedgerKind.CreditNote, $"invoice:{note.Id.Value}:issued", moment, note.Id, payment: null, reason: null,
            (LedgerAccount.Revenue, note.Net), (LedgerAccount.Tax, note.Tax), (LedgerAccount.Receivable, -note.Total));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Gives up what is due on an invoice; it can be paid all the same. Nothing happens when nothing is due.</summary>
    public async Task WriteOffAsync(Invoice invoice, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = await LockAccountAsync(invoice.CustomerId, invoice.Currency, cancellationToken);
        var moment = MomentOf(now);
        var amount = invoice.WriteOff(moment);
        if (amount == 0)
            return;

        Enter(account, LedgerKind.WriteOff, KeyOf(invoice, "written_off"), moment, invoice.Id, payment: null, reason: null,
            (LedgerAccount.BadDebt, amount), (LedgerAccount.Receivable, -amount));
        await db.SaveChangesAsync(cancellationToken);
    }
}
