using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Payments;

/// <summary>How an attempt to pay stands. 404 <c>payment.not_found</c>.</summary>
public sealed record GetPayment(PaymentId Id) : IQuery<PaymentDto>;

internal sealed class GetPaymentHandler(IAppDb db, ICaller caller) : IRequestHandler<GetPayment, Result<PaymentDto>>
{
    public async Task<Result<PaymentDto>> Handle(GetPayment query, CancellationToken cancellationToken)
    {
        var payment = await db.PaymentsSeenBy(caller).AsNoTracking().SingleOrDefaultAsync(p => p.Id == query.Id, cancellationToken);
        if (payment is null)
            return PaymentErrors.NotFound;

        return PaymentDto.From(payment, await db.IsPayerShownAsync(caller, payment.TenantId, cancellationToken));
    }
}
