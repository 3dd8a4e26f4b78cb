using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Mail;

/// <summary>Thanks a tenant's owners for a payment.</summary>
internal sealed class MailPaymentReceived(IAppDb db, OwnerNotifier owners) : EventConsumer<PaymentPaid>
{
    public override string Name => "mail_payment_received";

    protected override async Task ConsumeAsync(PaymentPaid domainEvent, CancellationToken cancellationToken)
    {
        var payment = await db.Payments.AsNoTracking().SingleAsync(p => p.Id == domainEvent.PaymentId, cancellationToken);
        await owners.PostAsync(
            payment.TenantId, MailTemplate.PaymentReceived, $"{payment.Id.Value:N}", cancellationToken,
            ("invoice", await db.NumberOfAsync(payment, cancellationToken)),
            ("amount", MailText.Amount(payment.ReceivedAmount ?? payment.Amount, payment.Currency)),
            ("time", MailText.Moment(domainEvent.At)));
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Tells a tenant's owners that nothing was charged. What was paid after all is not told of.</summary>
internal sealed class MailPaymentFailed(IAppDb db, OwnerNotifier owners, ILinks links) : EventConsumer<PaymentFailed>
{
    public override string Name => "mail_payment_failed";

    protected override async Task ConsumeAsync(PaymentFailed domainEvent, CancellationToken cancellationToken)
    {
        var payment = await db.Payments.AsNoTracking().SingleAsync(p => p.Id == domainEvent.PaymentId, cancellationToken);
        if (payment.Status is not PaymentStatus.Failed)
            return;

        await owners.PostAsync(
            payment.TenantId, MailTemplate.PaymentFailed, $"{payment.Id.Value:N}", cancellationToken,
            ("invoice", await db.NumberOfAsync(payment, cancellationToken)),
            ("amount", MailText.Amount(payment.Amount, payment.Currency)),
            ("reason", ReasonOf(payment)),
            ("link", links.Invoice(payment.InvoiceId).ToString()));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static string ReasonOf(Payment payment) => payment.Reason switch
    {
        PaymentReasons.PayerFailed => "It was refused where the money should have come from: too little balance, or a wrong PIN.",
        PaymentReasons.Rejected => "What arrived did not fit, and was sent back.",
        PaymentReasons.RejectedUnpaid => "What the payment service says of it does not fit.",
        PaymentReasons.NotConfirmed => "Nobody confirmed it in time.",
        _ => "The payment service did not take it.",
    };
}

file static class InvoiceOfPayment
{
    public static Task<string> NumberOfAsync(this IAppDb db, Payment payment, CancellationToken cancellationToken) =>
        db.Invoices.Where(i => i.Id == payment.InvoiceId).Select(i => i.Number).SingleAsync(cancellationToken);
}
