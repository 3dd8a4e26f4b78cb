using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Invoices;

// Credit pays invoices, and what it paid becomes credit again.
public sealed partial class InvoiceLedger
{
    /// <summary>Pays what is due with what is left of the customer's credit: after invoices were voided and none was issued for them.</summary>
    public async Task ApplyCreditAsync(CustomerId customer, Currency currency, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = await LockAccountAsync(customer, currency, cancellationToken);
        await AllocateAsync(account, first: null, MomentOf(now), cancellationToken);
    }

    /// <summary>The first one first, then what is due, then what was given up; each longest due first, across the customer's tenants.</summary>
    private async Task AllocateAsync(BillingAccount account, InvoiceId? first, BillingMoment moment, CancellationToken cancellationToken)
    {
        if (account.Credit == 0)
            return;

        var unpaid = await db.Invoices
            .Where(i => i.CustomerId == account.CustomerId && i.Currency == account.Currency && i.Kind == InvoiceKind.Invoice
                && (i.Status == InvoiceStatus.Open || i.Status == InvoiceStatus.Uncollectible))
            .ToListAsync(cancellationToken);
        foreach (var invoice in unpaid.OrderBy(i => i.Id != first).ThenBy(i => i.Status is not InvoiceStatus.Open).ThenBy(i => i.DueAt).ThenBy(i => i.Id.Value))
        {
            if (account.Credit == 0)
                break;

            Allocate(account, invoice, Math.Min(account.Credit, invoice.Payable), moment);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private void Allocate(BillingAccount account, Invoice invoice, decimal amount, BillingMoment moment)
    {
        var undone = invoice.Allocate(amount, moment);
        if (undone > 0)
            UndoWriteOff(account, invoice, undone, moment);
        Enter(account, LedgerKind.Allocation, KeyOf(invoice, "allocated"), moment, invoice.Id, payment: null, reason: null,
            (LedgerAccount.Credit, amount), (LedgerAccount.Receivable, -amount));
    }

    private void UndoAllocation(BillingAccount account, Invoice invoice, decimal amount, BillingMoment moment) =>
        Enter(account, LedgerKind.AllocationUndone, KeyOf(invoice, "allocation_undone"), moment, invoice.Id, payment: null, reason: null,
            (LedgerAccount.Receivable, amount), (LedgerAccount.Credit, -amount));

    private void UndoWriteOff(BillingAccount account, Invoice invoice, decimal amount, BillingMoment moment) =>
        Enter(account, LedgerKind.WriteOffUndone, KeyOf(invoice, "write_off_undone"), moment, invoice.Id, payment: null, reason: null,
            (LedgerAccount.Receivable, amount), (LedgerAccount.BadDebt, -amount));

    // These may happen again and again to one invoice; what must happen once has the key of its cause.
    private static string KeyOf(Invoice invoice, string what) => $"invoice:{invoice.Id.Value}:{what}:{Guid.CreateVersion7():N}";
}
