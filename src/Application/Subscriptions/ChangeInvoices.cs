using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>The invoice for the rest of the period on another plan. The billing account is locked by the caller.</summary>
public sealed class ChangeInvoices(IAppDb db, InvoiceLedger ledger)
{
    /// <summary>
    /// Takes back the invoice of the change that waits, then issues that of the one that is wanted: what was credited is free for it.
    /// </summary>
    /// <returns>Null when nothing has to be paid.</returns>
    public async Task<InvoiceId?> ReplaceAsync(
        Subscription subscription, ChangeOffer offer, DateTimeOffset lapsesAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (subscription.PendingUp?.InvoiceId is { } waiting)
            await TakeBackAsync(waiting, now, cancellationToken);
        if (offer.Terms.Effect is not ChangeEffect.WhenPaid)
        {
            await ledger.ApplyCreditAsync(subscription.CustomerId, subscription.Currency, now, cancellationToken);
            return null;
        }

        var end = subscription.CurrentPeriodEnd!.Value;
        var terms = offer.Terms;
        InvoiceLine[] lines =
        [
            new(CreditText(offer), -terms.Credit, offer.Current.Id, terms.AsOf, end),
            new(ChargeText(offer), terms.Charge, terms.Wanted.Plan.Id, terms.AsOf, end),
        ];
        var invoice = await ledger.IssueAsync(
            new NewInvoice(
                subscription.CustomerId, subscription.TenantId, subscription.Id, subscription.Currency, InvoicePurpose.Change, lines,
                lapsesAt < end ? lapsesAt : end, terms.AsOf, end, terms.Wanted.Rate),
            now, cancellationToken);
        return invoice?.Id;
    }

    internal static string CreditText(ChangeOffer offer) => $"Unused time on {offer.Current.Name}";

    internal static string ChargeText(ChangeOffer offer) =>
        offer.Terms.Effect is ChangeEffect.WhenPaid ? $"Remaining time on {offer.Terms.Wanted.Plan.Name}" : offer.Terms.Wanted.Plan.Name;

    private async Task TakeBackAsync(InvoiceId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id, cancellationToken);
        if (invoice.Status is InvoiceStatus.Open)
            await ledger.VoidAsync(invoice, "The change of plan was replaced or withdrawn.", now, cancellationToken);
    }
}
