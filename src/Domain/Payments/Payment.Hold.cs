using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Payments;

// What an operator decides about one that is held.
public sealed partial class Payment
{
    /// <summary>It is the customer's money after all, or a part of it is; the rest was given back.</summary>
    /// <param name="amount">What the customer gets of it.</param>
    public Result AcceptHeld(decimal amount, DateTimeOffset now)
    {
        if (!IsHeld)
            return PaymentErrors.NotHeld(Status);
        if (amount <= 0 || amount > (ReceivedAmount ?? Amount))
            return PaymentErrors.HeldAmount(ReceivedAmount ?? Amount);

        TryBecome(PaymentStatus.Paid, reason: null, now);
        (ReceivedAmount, PaidAt) = (amount, now);
        Settle();
        Raise(new PaymentPaid(Id, InvoiceId, TenantId, now));
        return Result.Success;
    }

    /// <summary>It pays nothing here: what came was given back.</summary>
    public Result RejectHeld(DateTimeOffset now)
    {
        if (!IsHeld)
            return PaymentErrors.NotHeld(Status);

        var reason = ReceivedAmount is null ? PaymentReasons.RejectedUnpaid : PaymentReasons.Rejected;
        End(PaymentStatus.Failed, reason, now);
        (ReceivedAmount, Reason, UpdatedAt) = (null, reason, now);
        Settle();
        return Result.Success;
    }

    // What was given back for it stands in the books: the gateway's word for that money must not bring it in a second time.
    private bool IsGivenBack => Status is PaymentStatus.Failed or PaymentStatus.Cancelled
        && Reason is PaymentReasons.Rejected or PaymentReasons.PaidAfterRejection;

    private PaymentEffect AfterRejection(GatewayReport report, DateTimeOffset now)
    {
        Settle();
        if (report.State is GatewayState.Paid)
            AlertOnce(PaymentReasons.PaidAfterRejection, now);
        return PaymentEffect.None;
    }
}
