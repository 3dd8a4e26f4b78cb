using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Payments;

// What operators gave back by hand.
public sealed partial class Payment
{
    /// <summary>What may still be given back of it.</summary>
    private decimal Left => (ReceivedAmount ?? Amount) - RefundedAmount;

    /// <summary>An operator gave a part of it back to the payer, or all of it. The gateway's own word of it, which may come later, then changes nothing.</summary>
    /// <returns>409 <c>payment.not_refundable</c>, 422 <c>payment.refund_amount</c>.</returns>
    public Result Refund(decimal amount, DateTimeOffset now)
    {
        if (Status is not PaymentStatus.Paid)
            return PaymentErrors.NotRefundable(Status);
        if (amount <= 0 || amount > Left)
            return PaymentErrors.RefundAmount(Left);

        (RefundedAmount, UpdatedAt) = (RefundedAmount + amount, now);
        if (Left == 0 && TryBecome(PaymentStatus.Refunded, reason: null, now))
            Raise(new PaymentRefunded(Id, InvoiceId, TenantId, now));
        return Result.Success;
    }
}
