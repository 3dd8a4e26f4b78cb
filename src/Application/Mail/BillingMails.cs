using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Mail;

/// <summary>Tells a tenant's owners of a new invoice. One that was taken back before anybody was told is not worth a mail.</summary>
internal sealed class MailInvoiceIssued(IAppDb db, OwnerNotifier owners, ILinks links) : EventConsumer<InvoiceIssued>
{
    public override string Name => "mail_invoice_issued";

    protected override async Task ConsumeAsync(InvoiceIssued domainEvent, CancellationToken cancellationToken)
    {
        var invoice = await db.Invoices.AsNoTracking().SingleAsync(i => i.Id == domainEvent.InvoiceId, cancellationToken);
        if (invoice.Status is InvoiceStatus.Void)
            return;

        await owners.PostAsync(
            invoice.TenantId, MailTemplate.InvoiceIssued, $"{invoice.Id.Value:N}", cancellationToken, ("invoice", invoice.Number),
            ("amount", MailText.Amount(invoice.Total, invoice.Currency)), ("due_at", MailText.Moment(invoice.DueAt)), ("link", links.Invoice(invoice.Id).ToString()));
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Asks a tenant's owners for what is due, with a link to pay it. What was paid meanwhile is not asked for.</summary>
internal abstract class PaymentOverdueMail<TEvent>(IAppDb db, OwnerNotifier owners, ILinks links) : EventConsumer<TEvent> where TEvent : SubscriptionEvent
{
    /// <summary>Days since it was due.</summary>
    protected abstract int Day(TEvent happened);

    protected override async Task ConsumeAsync(TEvent domainEvent, CancellationToken cancellationToken)
    {
        var (id, at) = (domainEvent.SubscriptionId, domainEvent.At);
        if (await db.Subscriptions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.PastDueAt != null, cancellationToken) is not { } subscription)
            return;

        // The paid changes of the period tell which change was made.
        var invoices = await db.Invoices.AsNoTracking()
            .Where(i => i.SubscriptionId == id && i.Kind == InvoiceKind.Invoice
                && (i.Status == InvoiceStatus.Open || (i.Purpose == InvoicePurpose.Change && i.PeriodEnd == subscription.CurrentPeriodEnd)))
            .OrderBy(i => i.DueAt).ToListAsync(cancellationToken);
        foreach (var invoice in invoices.Where(i => i.DueAt <= at && BillingCycle.IsDunned(subscription, i, invoices)))
        {
            await owners.PostAsync(
                domainEvent.TenantId, MailTemplate.PaymentOverdue, $"{invoice.Id.Value:N}:{Day(domainEvent)}", cancellationToken, ("invoice", invoice.Number),
                ("amount", MailText.Amount(invoice.AmountDue, invoice.Currency)), ("due_at", MailText.Moment(invoice.DueAt)),
                ("link", links.Invoice(invoice.Id).ToString()));
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}

internal sealed class MailPaymentDue(IAppDb db, OwnerNotifier owners, ILinks links) : PaymentOverdueMail<SubscriptionPastDue>(db, owners, links)
{
    public override string Name => "mail_payment_due";

    protected override int Day(SubscriptionPastDue happened) => 0;
}

internal sealed class MailPaymentReminder(IAppDb db, OwnerNotifier owners, ILinks links) : PaymentOverdueMail<SubscriptionPaymentReminded>(db, owners, links)
{
    public override string Name => "mail_payment_reminder";

    protected override int Day(SubscriptionPaymentReminded happened) => happened.Day;
}
