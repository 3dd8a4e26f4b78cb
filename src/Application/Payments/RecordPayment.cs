using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Payments;

/// <summary>
/// Enters money that an operator received by hand: it pays the invoice, then what else is due; the rest is credit. 404
/// <c>invoice.not_found</c>, 409 <c>invoice.is_credit_note</c>.
/// </summary>
/// <param name="Amount">Above 0, in whole cents of the invoice's currency.</param>
/// <param name="Reason">For the books and the audit: how it came.</param>
public sealed record RecordPayment(InvoiceId InvoiceId, decimal Amount, string Reason) : ICommand<PaymentDto>, IOperatorCommand;

internal sealed class RecordPaymentValidator : AbstractValidator<RecordPayment>
{
    public RecordPaymentValidator()
    {
        RuleFor(c => c.Amount).GreaterThan(0).PrecisionScale(Money.Precision, Money.Scale, ignoreTrailingZeros: true);
        RuleFor(c => c.Reason).Follows(OperatorReason.Check);
    }
}

internal sealed class RecordPaymentHandler(IAppDb db, ICaller caller, InvoiceLedger ledger, BillingClock billing, TimeProvider clock)
    : IRequestHandler<RecordPayment, Result<PaymentDto>>
{
    public async Task<Result<PaymentDto>> Handle(RecordPayment command, CancellationToken cancellationToken)
    {
        var of = await db.InvoicesSeenBy(caller).Where(i => i.Id == command.InvoiceId).Select(i => new { i.CustomerId, i.TenantId, i.Currency, i.Kind, i.Number })
            .SingleOrDefaultAsync(cancellationToken);
        if (of is null)
            return InvoiceErrors.NotFound;

        caller.Notes.Concerns(of.TenantId);
        if (of.Kind is InvoiceKind.CreditNote)
            return InvoiceErrors.NotAnInvoice(of.Number);

        await ledger.LockAccountAsync(of.CustomerId, of.Currency, cancellationToken);
        // Against another attempt at it, whose number would be the same.
        await db.LockInvoiceAsync(command.InvoiceId, cancellationToken);
        var invoice = await db.Invoices.SingleAsync(i => i.Id == command.InvoiceId, cancellationToken);
        var number = await db.Payments.CountAsync(p => p.InvoiceId == invoice.Id, cancellationToken) + 1;
        var payment = Payment.Manual(invoice, number, command.Amount, clock.GetUtcNow());
        db.Payments.Add(payment);
        await db.SaveChangesAsync(cancellationToken);

        var money = PaymentBooks.MoneyOf(payment, "paid", command.Amount, OperatorReason.Of(command.Reason));
        await ledger.ReceiveAsync(money, await billing.NowForAsync(of.CustomerId, cancellationToken), cancellationToken);
        return PaymentDto.From(payment, withPayer: true);
    }
}
