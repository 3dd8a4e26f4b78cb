using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Payments;

/// <summary>
/// Enters what an operator gave back to the payer, at the gateway or by hand. 404 <c>payment.not_found</c>, 409
/// <c>payment.not_refundable</c>, <c>payment.refund_entered</c>, <c>payment.credit_too_low</c>, 422 <c>payment.refund_amount</c>.
/// </summary>
/// <param name="Amount">Above 0, in whole cents; at most what is left of the payment.</param>
/// <param name="Reason">For the customer: it stands on the credit note.</param>
/// <param name="ExternalReference">Of the refund at the gateway or the bank: each is entered once.</param>
/// <param name="CreditNote">Whether its invoice is taken back by what unused credit does not cover. Without, only unused credit is paid out.</param>
public sealed record RefundPayment(PaymentId Id, decimal Amount, string Reason, string ExternalReference, bool CreditNote) : ICommand<PaymentDto>, IOperatorCommand;

internal sealed class RefundPaymentValidator : AbstractValidator<RefundPayment>
{
    public RefundPaymentValidator()
    {
        RuleFor(c => c.Amount).GreaterThan(0).PrecisionScale(Money.Precision, Money.Scale, ignoreTrailingZeros: true);
        RuleFor(c => c.Reason).Follows(OperatorReason.Check);
        RuleFor(c => c.ExternalReference).Follows(reference => Text.Create("external_reference", reference, 1, Payment.ReferenceMaxLength));
    }
}

internal sealed class RefundPaymentHandler(IAppDb db, ICaller caller, PaymentBooks books, InvoiceLedger ledger, BillingClock billing, TimeProvider clock)
    : IRequestHandler<RefundPayment, Result<PaymentDto>>
{
    public async Task<Result<PaymentDto>> Handle(RefundPayment command, CancellationToken cancellationToken)
    {
        if (!await db.PaymentsSeenBy(caller).AnyAsync(p => p.Id == command.Id, cancellationToken) || await books.LockAsync(command.Id, cancellationToken) is not { } payment)
            return PaymentErrors.NotFound;

        caller.Notes.Concerns(payment.TenantId);
        var reference = Text.Create("external_reference", command.ExternalReference, 1, Payment.ReferenceMaxLength).Value;
        var money = PaymentBooks.MoneyOf(payment, $"refund:{reference}", command.Amount);
        if (await db.LedgerTransactions.AnyAsync(t => t.Key == money.Key, cancellationToken))
            return PaymentErrors.RefundEntered;
        if (payment.Refund(command.Amount, clock.GetUtcNow()) is { IsFailure: true } refused)
            return refused.Error;

        var (reason, now) = (OperatorReason.Of(command.Reason), await billing.NowForAsync(payment.CustomerId, cancellationToken));
        var invoice = await db.Invoices.SingleAsync(i => i.Id == payment.InvoiceId, cancellationToken);
        // What was paid twice lies there as credit: the invoice it did not pay stays as it is.
        var unused = (await ledger.LockAccountAsync(payment.CustomerId, payment.Currency, cancellationToken)).Credit;
        if (command.CreditNote && Math.Min(command.Amount - unused, invoice.Allocated) is var credited and > 0)
            await ledger.CreditPaidAsync(invoice, credited, reason, now, cancellationToken);
        if (!await ledger.PayOutAsync(money, reason, now, cancellationToken))
            return PaymentErrors.CreditTooLow(unused);

        await ledger.ApplyCreditAsync(payment.CustomerId, payment.Currency, now, cancellationToken);
        return PaymentDto.From(payment, withPayer: true);
    }
}
