using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Invoices;

/// <summary>
/// The one place where money of customers moves. Each method belongs to a transaction of its caller, locks the customer's account in the
/// currency, changes invoices and account, enters it in the books and saves. Who locks the account before (<see cref="LockAccountAsync"/>)
/// loads the invoices after, and gives them tracked.
/// </summary>
public sealed partial class InvoiceLedger(IAppDb db, InvoiceTerms terms, TimeProvider clock)
{
    /// <summary>Locks the account until the end of the transaction, before subscriptions, invoices and payments of the customer.</summary>
    public async Task<BillingAccount> LockAccountAsync(CustomerId customer, Currency currency, CancellationToken cancellationToken)
    {
        if (await ReadLockedAsync(customer, currency, cancellationToken) is { } found)
            return found;

        await db.Database.ExecuteSqlAsync(
            $"insert into billing_accounts (customer_id, currency, credit) values ({customer.Value}, {currency.Code}, 0) on conflict do nothing",
            cancellationToken);
        return await ReadLockedAsync(customer, currency, cancellationToken)
            ?? throw new InvalidOperationException("An account that was just opened is there.");
    }

    /// <summary>Issues an invoice, and pays what is due with the customer's credit, what has been due longest first.</summary>
    /// <param name="now">The time of billing.</param>
    /// <returns>Null when its lines sum up to 0: then there is none.</returns>
    public async Task<Invoice?> IssueAsync(NewInvoice invoice, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (invoice.Total == 0)
            return null;

        var account = await LockAccountAsync(invoice.Customer, invoice.Currency, cancellationToken);
        var moment = MomentOf(now);
        var rate = terms.TaxRateAt(now);
        var order = await terms.TaxedAsync(invoice, rate, cancellationToken);
        var parties = await terms.PartiesAsync(invoice.Customer, cancellationToken);
        var number = await terms.NumberAsync(InvoiceKind.Invoice, invoice.Currency, parties.IsTest, now, cancellationToken);
        var issued = Invoice.Issue(order, number, rate, parties.Seller, parties.Buyer, moment);

        db.Invoices.Add(issued);
        Enter(account, LedgerKind.Issue, $"invoice:{issued.Id.Value}:issued", moment, issued.Id, payment: null, reason: null,
            (LedgerAccount.Receivable, issued.Total), (LedgerAccount.Revenue, -issued.Net), (LedgerAccount.Tax, -issued.Tax));
        await db.SaveChangesAsync(cancellationToken);
        await AllocateAsync(account, first: null, moment, cancellationToken);
        return issued;
    }

    private async Task<BillingAccount?> ReadLockedAsync(CustomerId customer, Currency currency, CancellationToken cancellationToken)
    {
        var locked = (await db.BillingAccounts
            .FromSql($"select * from billing_accounts where customer_id = {customer.Value} and currency = {currency.Code} for update")
            .AsNoTracking().ToListAsync(cancellationToken)).SingleOrDefault();
        if (locked is null)
            return null;

        // One that this context read before it had the lock may be outdated.
        if (db.ChangeTracker.Entries<BillingAccount>().SingleOrDefault(e => e.Entity.CustomerId == customer && e.Entity.Currency == currency) is { } known)
        {
            known.OriginalValues.SetValues(locked);
            known.CurrentValues.SetValues(locked);
            return known.Entity;
        }

        db.BillingAccounts.Attach(locked);
        return locked;
    }

    private BillingMoment MomentOf(DateTimeOffset now) => new(now, clock.GetUtcNow());

    private void Enter(
        BillingAccount account, LedgerKind kind, string key, BillingMoment moment, InvoiceId? invoice, PaymentId? payment, string? reason,
        params (LedgerAccount Account, decimal Amount)[] sides)
    {
        var cause = new LedgerCause(kind, key, account.CustomerId, account.Currency, invoice, payment, reason);
        db.LedgerTransactions.Add(LedgerTransaction.Of(cause, moment, sides));
        // A credit of the books is a plus of the customer's.
        account.Change(-sides.Where(s => s.Account is LedgerAccount.Credit).Sum(s => s.Amount));
    }
}
