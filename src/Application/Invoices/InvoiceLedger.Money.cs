using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Invoices;

// Money comes in and goes out. Each key moves money once: what is asked for again changes nothing.
public sealed partial class InvoiceLedger
{
    private const int Page = 50;

    /// <summary>Money of the customer's: it pays its invoice first, then what has been due longest; the rest stays credit.</summary>
    public Task ReceiveAsync(MoneyIn money, DateTimeOffset now, CancellationToken cancellationToken) =>
        TakeAsync(LedgerKind.MoneyIn, money, money.Account, now, cancellationToken);

    /// <summary>Credit that an operator gives.</summary>
    /// <param name="reason">The operator's.</param>
    public Task GiveAsync(MoneyIn money, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        TakeAsync(LedgerKind.Goodwill, money with { Reason = reason }, LedgerAccount.Goodwill, now, cancellationToken);

    /// <summary>Money that is at the gateway and does not fit: it is kept apart until an operator decides.</summary>
    public async Task HoldAsync(MoneyIn money, DateTimeOffset now, CancellationToken cancellationToken) =>
        await MoveAsync(LedgerKind.Hold, money, LedgerAccount.Gateway, LedgerAccount.Held, MomentOf(now), cancellationToken);

    /// <summary>Held money is the customer's: it pays as what is received does.</summary>
    public Task AcceptHeldAsync(MoneyIn money, DateTimeOffset now, CancellationToken cancellationToken) =>
        TakeAsync(LedgerKind.HoldAccepted, money, LedgerAccount.Held, now, cancellationToken);

    /// <summary>Held money went back to where it came from.</summary>
    public async Task ReturnHeldAsync(MoneyIn money, DateTimeOffset now, CancellationToken cancellationToken) =>
        await MoveAsync(LedgerKind.HoldReturned, money, LedgerAccount.Held, LedgerAccount.Gateway, MomentOf(now), cancellationToken);

    /// <summary>Credit was paid out to the customer, to where it had come from.</summary>
    /// <param name="money">Its account is where it was paid out.</param>
    /// <param name="reason">The operator's.</param>
    /// <returns>False when there is less credit.</returns>
    public async Task<bool> PayOutAsync(MoneyIn money, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = await LockAccountAsync(money.Customer, money.Currency, cancellationToken);
        if (account.Credit < money.Amount && !await IsEnteredAsync(money.Key, cancellationToken))
            return false;

        await MoveAsync(LedgerKind.Refund, money with { Reason = reason }, LedgerAccount.Credit, money.Account, MomentOf(now), cancellationToken);
        return true;
    }

    /// <summary>
    /// The gateway took a payment back by itself: what it paid is due again. Where that invoice does not hold as much any more, what the
    /// money paid since is.
    /// </summary>
    public async Task ChargebackAsync(Payment payment, decimal amount, string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = await LockAccountAsync(payment.CustomerId, payment.Currency, cancellationToken);
        if (await IsEnteredAsync(key, cancellationToken))
            return;

        var moment = MomentOf(now);
        // Its own invoice in any case; others only for what is missing.
        await foreach (var invoice in PaidFirstAsync(payment, cancellationToken))
        {
            var undone = Math.Min(invoice.Allocated, invoice.Id == payment.InvoiceId ? amount : Math.Max(0, amount - account.Credit));
            if (undone > 0)
            {
                invoice.Reopen(undone, moment);
                UndoAllocation(account, invoice, undone, moment);
            }

            if (account.Credit >= amount)
                break;
        }

        Enter(account, LedgerKind.Refund, key, moment, payment.InvoiceId, payment.Id, reason: null,
            (LedgerAccount.Credit, amount), (LedgerAccount.Gateway, -amount));
        await db.SaveChangesAsync(cancellationToken);
        await AllocateAsync(account, first: null, moment, cancellationToken);
    }

    private async Task TakeAsync(LedgerKind kind, MoneyIn money, LedgerAccount from, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var moment = MomentOf(now);
        if (await MoveAsync(kind, money, from, LedgerAccount.Credit, moment, cancellationToken))
            await AllocateAsync(await LockAccountAsync(money.Customer, money.Currency, cancellationToken), money.Invoice, moment, cancellationToken);
    }

    private async Task<bool> MoveAsync(
        LedgerKind kind, MoneyIn money, LedgerAccount debit, LedgerAccount credit, BillingMoment moment, CancellationToken cancellationToken)
    {
        var account = await LockAccountAsync(money.Customer, money.Currency, cancellationToken);
        if (await IsEnteredAsync(money.Key, cancellationToken))
            return false;

        Enter(account, kind, money.Key, moment, money.Invoice, money.Payment, money.Reason, (debit, money.Amount), (credit, -money.Amount));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private Task<bool> IsEnteredAsync(string key, CancellationToken cancellationToken) => db.LedgerTransactions.AnyAsync(t => t.Key == key, cancellationToken);

    // The payment's own invoice, then those paid last.
    private async IAsyncEnumerable<Invoice> PaidFirstAsync(Payment payment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var paid = db.Invoices
            .Where(i => i.CustomerId == payment.CustomerId && i.Currency == payment.Currency && i.Kind == InvoiceKind.Invoice && i.Allocated > 0);
        if (await paid.SingleOrDefaultAsync(i => i.Id == payment.InvoiceId, cancellationToken) is { } own)
            yield return own;

        // Page by page: all that a customer ever paid may be much, and the first are nearly always enough. Nothing is saved meanwhile.
        var others = paid.Where(i => i.Id != payment.InvoiceId).OrderByDescending(i => i.PaidAt ?? i.UpdatedAt).ThenByDescending(i => i.Id);
        for (var read = 0; await others.Skip(read).Take(Page).ToListAsync(cancellationToken) is { Count: > 0 } page; read += Page)
        {
            foreach (var invoice in page)
                yield return invoice;
        }
    }
}
