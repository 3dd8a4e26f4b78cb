using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>What becomes of the invoices of a subscription that has ended: what was used is owed, and nothing else.</summary>
public sealed class SubscriptionSettlement(IAppDb db, InvoiceLedger ledger)
{
    private const string Ended = "The subscription has ended.";
    private const string Unserved = "The time after the suspension was not served.";

    /// <param name="invoices">As the cycle reads them.</param>
    public async Task SettleAsync(Subscription subscription, IReadOnlyCollection<Invoice> invoices, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var everPaid = await EverPaidAsync(subscription, cancellationToken);
        foreach (var invoice in invoices.Where(i => i.Status is InvoiceStatus.Open or InvoiceStatus.Paid).ToList())
        {
            if (IsForNothing(subscription, invoice, invoices, everPaid))
                await ledger.VoidAsync(invoice, Ended, now, cancellationToken);
            else if (invoice.Status is InvoiceStatus.Open)
                await WriteOffAsync(invoice, subscription, now, cancellationToken);
            else if (subscription is { SettledAt: null, SuspendedAt: not null })
                await CreditRestAsync(invoice, subscription, now, cancellationToken);
        }

        // What was paid for a period that does not begin, or for time that was not served, pays what is owed first.
        await ledger.ApplyCreditAsync(subscription.CustomerId, subscription.Currency, now, cancellationToken);
    }

    // By the books: of what the gateway took back the invoices say nothing any more.
    private Task<bool> EverPaidAsync(Subscription subscription, CancellationToken cancellationToken) => db.Invoices
        .Where(i => i.SubscriptionId == subscription.Id && i.Status != InvoiceStatus.Void)
        .AnyAsync(i => i.Allocated > 0 || db.LedgerTransactions.Any(t => t.InvoiceId == i.Id && t.Kind == LedgerKind.Allocation), cancellationToken);

    // A period that does not begin any more, paid or not; a change or a first payment that was not made; a trial that was never paid for.
    private static bool IsForNothing(Subscription subscription, Invoice invoice, IReadOnlyCollection<Invoice> invoices, bool everPaid) =>
        invoice.PeriodStart >= subscription.EndedAt
        || (invoice.Status is InvoiceStatus.Open && (!everPaid || BillingCycle.IsOffer(subscription, invoice, invoices)));

    private async Task WriteOffAsync(Invoice invoice, Subscription subscription, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await CreditRestAsync(invoice, subscription, now, cancellationToken);
        if (invoice.Status is InvoiceStatus.Open)
            await ledger.WriteOffAsync(invoice, now, cancellationToken);
    }

    private async Task CreditRestAsync(Invoice invoice, Subscription subscription, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // An operator may have taken a part of it back before: that counts towards what was not served.
        var unserved = RestOf(invoice, subscription) - invoice.Credited;
        if (unserved > 0)
            await ledger.CreditAsync(invoice, unserved, Unserved, now, cancellationToken);
    }

    private static decimal RestOf(Invoice invoice, Subscription subscription)
    {
        // The first invoice was issued before anybody knew when its period would begin.
        var isFirst = invoice.Purpose is InvoicePurpose.Initial && subscription.CurrentPeriodStart == subscription.Anchor;
        var (start, end) = isFirst ? (subscription.CurrentPeriodStart, subscription.CurrentPeriodEnd) : (invoice.PeriodStart, invoice.PeriodEnd);
        return start is null || end is null
            ? 0
            : Proration.Remaining(invoice.Total, start.Value, end.Value, subscription.SuspendedAt ?? subscription.EndedAt!.Value);
    }
}
