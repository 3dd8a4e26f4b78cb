using FluentValidation;
using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Payments;

/// <summary>What an operator decides about a payment that is held.</summary>
public enum HoldDecision
{
    /// <summary>The money is the customer's.</summary>
    Accept,

    /// <summary>It was given back at the gateway.</summary>
    Reject,
}

/// <summary>Decides about a payment that is held. 404 <c>payment.not_found</c>, 409 <c>payment.not_held</c>, 422 <c>payment.held_amount</c>.</summary>
/// <param name="Amount">What the customer gets, at most what was received; null: all of it. Of no meaning to a rejection.</param>
/// <param name="Reason">For the audit and the books.</param>
public sealed record ResolvePayment(PaymentId Id, HoldDecision Decision, decimal? Amount, string Reason) : ICommand<PaymentDto>, IOperatorCommand;

internal sealed class ResolvePaymentValidator : AbstractValidator<ResolvePayment>
{
    public ResolvePaymentValidator()
    {
        RuleFor(c => c.Amount).GreaterThan(0).PrecisionScale(Money.Precision, Money.Scale, ignoreTrailingZeros: true);
        RuleFor(c => c.Reason).Follows(OperatorReason.Check);
    }
}

internal sealed class ResolvePaymentHandler(IAppDb db, ICaller caller, PaymentBooks books, TimeProvider clock)
    : IRequestHandler<ResolvePayment, Result<PaymentDto>>
{
    public async Task<Result<PaymentDto>> Handle(ResolvePayment command, CancellationToken cancellationToken)
    {
        if (await books.LockAsync(command.Id, cancellationToken) is not { } payment)
            return PaymentErrors.NotFound;

        caller.Notes.Concerns(payment.TenantId);
        var (now, received) = (clock.GetUtcNow(), payment.ReceivedAmount);
        var amount = command.Amount ?? received ?? payment.Amount;
        var decided = command.Decision is HoldDecision.Accept ? payment.AcceptHeld(amount, now) : payment.RejectHeld(now);
        if (decided.IsFailure)
            return decided.Error;

        await db.SaveChangesAsync(cancellationToken);
        var reason = OperatorReason.Of(command.Reason);
        if (command.Decision is HoldDecision.Accept)
            await books.AcceptAsync(payment, amount, received, reason, cancellationToken);
        else if (received is { } held)
            await books.ReturnAsync(payment, held, reason, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return PaymentDto.From(payment, withPayer: true);
    }
}
