using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Payments;

/// <summary>
/// Enters what payments do to customers' money, at the time of billing. Everything is in the caller's transaction, after <see cref="LockAsync"/>.
/// </summary>
public sealed class PaymentBooks(IAppDb db, InvoiceLedger ledger, BillingClock clock)
{
    /// <summary>Locks the customer's account, the invoice and the payment, in this order, and reads the payment.</summary>
    /// <returns>Null when there is no such payment.</returns>
    public async Task<Payment?> LockAsync(PaymentId id, CancellationToken cancellationToken)
    {
        var of = await db.Payments.Where(p => p.Id == id).Select(p => new { p.CustomerId, p.Currency, p.InvoiceId })
            .SingleOrDefaultAsync(cancellationToken);
        if (of is null)
            return null;

        await ledger.LockAccountAsync(of.CustomerId, of.Currency, cancellationToken);
        await db.LockInvoiceAsync(of.InvoiceId, cancellationToken);
        await db.LockPaymentAsync(id, cancellationToken);
        return await db.Payments.SingleAsync(p => p.Id == id, cancellationToken);
    }

    /// <summary>What the gateway's report did to the money; nothing for <see cref="PaymentEffect.None"/>.</summary>
    public async Task EnterAsync(Payment payment, PaymentEffect effect, CancellationToken cancellationToken)
    {
        var now = await clock.NowForAsync(payment.CustomerId, cancellationToken);
        await (effect switch
        {
            PaymentEffect.None => Task.CompletedTask,
            PaymentEffect.Receive => ledger.ReceiveAsync(MoneyOf(payment, "paid", payment.ReceivedAmount!.Value), now, cancellationToken),
            PaymentEffect.Hold => ledger.HoldAsync(MoneyOf(payment, "held", payment.ReceivedAmount!.Value), now, cancellationToken),
            PaymentEffect.GiveBack => ledger.ChargebackAsync(payment, payment.TakeBack(), KeyOf(payment, "refunded"), now, cancellationToken),
        });
    }

    /// <summary>An operator lets the customer have <paramref name="amount"/> of what is held; what is left goes back to where it came from.</summary>
    /// <param name="received">What is in the books as held; null when the gateway never confirmed that the money is there.</param>
    /// <param name="reason">The operator's.</param>
    public async Task AcceptAsync(Payment payment, decimal amount, decimal? received, string reason, CancellationToken cancellationToken)
    {
        var now = await clock.NowForAsync(payment.CustomerId, cancellationToken);
        if (received is not { } held)
        {
            await ledger.ReceiveAsync(MoneyOf(payment, "paid", amount, reason), now, cancellationToken);
            return;
        }

        await ledger.AcceptHeldAsync(MoneyOf(payment, "accepted", amount, reason), now, cancellationToken);
        if (held > amount)
            await ledger.ReturnHeldAsync(MoneyOf(payment, "returned", held - amount, reason), now, cancellationToken);
    }

    /// <summary>An operator gave back all that is held.</summary>
    /// <param name="reason">The operator's.</param>
    public async Task ReturnAsync(Payment payment, decimal held, string reason, CancellationToken cancellationToken) => await ledger.ReturnHeldAsync(
        MoneyOf(payment, "returned", held, reason), await clock.NowForAsync(payment.CustomerId, cancellationToken), cancellationToken);

    /// <param name="what">Happened to the payment, each once.</param>
    /// <param name="reason">An operator's; null for what the platform does.</param>
    public static MoneyIn MoneyOf(Payment payment, string what, decimal amount, string? reason = null) => new(
        KeyOf(payment, what), payment.CustomerId, payment.Currency, payment.Method is PaymentMethod.Manual ? LedgerAccount.Manual : LedgerAccount.Gateway,
        amount, payment.InvoiceId, payment.Id, reason);

    private static string KeyOf(Payment payment, string what) => $"payment:{payment.Id.Value}:{what}";
}
