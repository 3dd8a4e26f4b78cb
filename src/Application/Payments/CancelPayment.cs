using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Payments;

/// <summary>
/// Gives an attempt up, so that the invoice can be paid in another way: after the gateway was asked once more, unless it was not called yet. 409
/// <c>payment.not_cancellable</c>, <c>payment.prompt_open</c> while a telephone asks for the PIN.
/// </summary>
public sealed record CancelPayment(PaymentId Id) : ICommand<PaymentDto>;

internal sealed class CancelPaymentHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<CancelPayment, Result<PaymentDto>>
{
    public async Task<Result<PaymentDto>> Handle(CancelPayment command, CancellationToken cancellationToken)
    {
        await db.LockPaymentAsync(command.Id, cancellationToken);
        var payment = await db.PaymentsOf(caller).SingleOrDefaultAsync(p => p.Id == command.Id, cancellationToken);
        if (payment is null)
            return PaymentErrors.NotFound;
        if (await db.RefusalAsync(caller, payment.TenantId, TenantRole.Owner, cancellationToken) is { } refusal)
            return refusal;
        if (payment.RequestCancel(clock.GetUtcNow()) is { IsFailure: true } refused)
            return refused.Error;

        await db.SaveChangesAsync(cancellationToken);
        return PaymentDto.From(payment, withPayer: true);
    }
}
