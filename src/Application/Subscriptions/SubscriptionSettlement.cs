using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>What becomes of the invoices of a subscription that has ended: what was used is owed, and nothing else.</summary>
public sealed class SubscriptionSettlement(InvoiceLedger ledger)
{
    private const string Ended = "The subscription has ended.";

    public async Task SettleAsync(Subscription subscription, IReadOnlyCollection<Invoice> invoices, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var servedUntil = subscription.SuspendedAt ?? subscription.EndedAt!.Value;
        var everPaid = invoices.Any(i => i.Status is InvoiceStatus.Paid || i.Allocated > 0);
        foreach (var invoice in invoices.Where(i => i.Status is InvoiceStatus.Open or InvoiceStatus.Paid).ToList())
        {
            if (IsForNothing(subscription, invoice, everPaid))
                await ledger.VoidAsync(invoice, Ended, now, cancellationToken);
            else if (invoice.Status is InvoiceStatus.Open)
                await WriteOffAsync(invoice, servedUntil, now, cancellationToken);
        }

        // What was paid for a period that does not begin pays what is owed first.
        await ledger.ApplyCreditAsync(subscription.CustomerId, subscription.Currency, now, cancellationToken);
    }

    // A period that does not begin any more, paid or not; a change or a first payment that was not made; a trial that was never paid for.
    private static bool IsForNothing(Subscription subscription, Invoice invoice, bool everPaid) =>
        invoice.PeriodStart >= subscription.EndedAt
        || (invoice.Status is InvoiceStatus.Open && (!everPaid || invoice.Purpose is InvoicePurpose.Change or InvoicePurpose.Initial && subscription.CurrentPeriodStart is null));

    private async Task WriteOffAsync(Invoice invoice, DateTimeOffset servedUntil, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var unserved = invoice is { PeriodStart: { } start, PeriodEnd: { } end } ? Proration.Remaining(invoice.Total, start, end, servedUntil) : 0;
        if (unserved > 0)
            await ledger.CreditAsync(invoice, unserved, "The time after the suspension was not served.", now, cancellationToken);
        if (invoice.Status is InvoiceStatus.Open)
            await ledger.WriteOffAsync(invoice, now, cancellationToken);
    }
}
