namespace SaaSOdoo.Domain.Payments;

/// <summary>What a report makes of the customer's money; each happens once in a payment's life.</summary>
public enum PaymentEffect
{
    None,

    /// <summary>It is the customer's now.</summary>
    Receive,

    /// <summary>It is there, and does not fit: kept apart until an operator decides.</summary>
    Hold,

    /// <summary>It is gone again, and nobody here has given it back.</summary>
    GiveBack,
}

// What the gateway says when it is asked. Nothing else moves money.
public sealed partial class Payment
{
    /// <param name="customerIsGone">Deleted since: nobody is left whose money it could be.</param>
    public PaymentEffect Report(GatewayReport report, bool customerIsGone, DateTimeOffset now)
    {
        (AskedAt, NotFoundAt) = (now, null);
        PollUrl ??= report.PollUrl?.AbsoluteUri;
        Plan(now);
        if (Reason is PaymentReasons.Silent)
            Reason = null;
        if (IsGivenBack)
            return AfterRejection(report, now);

        var misfit = MisfitOf(report);
        if (customerIsGone && report.State is GatewayState.Paid && Status is not PaymentStatus.Paid)
            misfit ??= PaymentReasons.CustomerDeleted;
        if (Reason is PaymentReasons.RejectedUnpaid && report.State is GatewayState.Paid)
            misfit ??= PaymentReasons.RejectedUnpaid;
        GatewayReference ??= report.GatewayReference;
        return misfit is null && !IsHeld ? Take(report, now) : Misfit(report, misfit, now);
    }

    /// <summary>The gateway gave back what was left of it.</summary>
    /// <returns>How much that was.</returns>
    public decimal TakeBack()
    {
        var left = Left;
        RefundedAmount += left;
        return left;
    }

    private string? MisfitOf(GatewayReport report) =>
        !string.Equals(report.Reference, Reference, StringComparison.OrdinalIgnoreCase) ? PaymentReasons.ReferenceDiffers
        : report.Amount != Amount ? PaymentReasons.AmountDiffers
        : (report.GatewayReference ?? GatewayReference) != (GatewayReference ?? report.GatewayReference) ? PaymentReasons.GatewayReferenceDiffers
        : null;

    private PaymentEffect Take(GatewayReport report, DateTimeOffset now)
    {
        switch (report.State)
        {
            case GatewayState.Paid:
                return TakePaid(report, now);
            case GatewayState.InFlight:
                Wait(now);
                break;
            case GatewayState.Cancelled:
                End(PaymentStatus.Cancelled, PaymentReasons.PayerCancelled, now);
                break;
            case GatewayState.Failed:
                End(PaymentStatus.Failed, PaymentReasons.PayerFailed, now);
                break;
            case GatewayState.Disputed:
                Dispute(now);
                break;
            case GatewayState.Refunded:
                return TakeRefunded(now);
            case GatewayState.Unrecognized:
                Wait(now);
                Alert(PaymentReasons.UnknownWord, now);
                break;
        }

        if (now >= WatchedUntil)
            GiveUp(now);
        return PaymentEffect.None;
    }

    private PaymentEffect TakePaid(GatewayReport report, DateTimeOffset now)
    {
        IsDisputed = false;
        Settle();
        if (!TryBecome(PaymentStatus.Paid, reason: null, now))
            return PaymentEffect.None;

        (ReceivedAmount, PaidAt) = (report.Amount, now);
        Raise(new PaymentPaid(Id, InvoiceId, TenantId, now));
        return PaymentEffect.Receive;
    }

    private PaymentEffect TakeRefunded(DateTimeOffset now)
    {
        Settle();
        var (was, left) = (Status, Left);
        // Most likely what an operator has entered already: whether the rest went back as well, an operator finds out.
        if (was is PaymentStatus.Paid && RefundedAmount > 0 && left > 0)
        {
            AlertOnce(PaymentReasons.RefundDiffers, now);
            return PaymentEffect.None;
        }

        if (!TryBecome(PaymentStatus.Refunded, PaymentReasons.RefundedAtGateway, now))
            return PaymentEffect.None;

        Raise(new PaymentRefunded(Id, InvoiceId, TenantId, now));
        if (was is not PaymentStatus.Paid || left <= 0)
            return PaymentEffect.None;

        Alert(PaymentReasons.RefundedAtGateway, now);
        return PaymentEffect.GiveBack;
    }

    private void Wait(DateTimeOffset now)
    {
        if (Status is not PaymentStatus.Pending && TryBecome(PaymentStatus.Pending, reason: null, now))
            Raise(new PaymentPending(Id, InvoiceId, TenantId, now));
        if (CancelRequestedAt is not null)
            End(PaymentStatus.Cancelled, PaymentReasons.Cancelled, now);
        else if (now - CallStartedAt >= PaymentSchedule.Patience)
            End(PaymentStatus.Cancelled, PaymentReasons.NotConfirmed, now);
    }

    private void Dispute(DateTimeOffset now)
    {
        if (IsDisputed)
            return;

        IsDisputed = true;
        Alert(PaymentReasons.Disputed, now);
    }

    // It does not fit, or an operator decides already. That the money is there is noted all the same, once.
    private PaymentEffect Misfit(GatewayReport report, string? reason, DateTimeOffset now)
    {
        var isNew = reason is not null && TryBecome(PaymentStatus.Held, reason, now);
        var isMoney = report.State is GatewayState.Paid && ReceivedAmount is null && Status is not (PaymentStatus.Paid or PaymentStatus.Refunded);
        if (isMoney)
            (ReceivedAmount, Reason, UpdatedAt) = (report.Amount, reason ?? Reason, now);
        if (report.State is GatewayState.Paid)
            IsDisputed = false;
        if (isMoney || now >= WatchedUntil)
            Settle();
        if (isNew || isMoney)
            Alert(Reason!, now);
        else
            MisfitMoves(report, reason, now);
        return isMoney ? PaymentEffect.Hold : PaymentEffect.None;
    }

    // Money goes back, or may: nothing is entered for it, and nobody must miss it.
    private void MisfitMoves(GatewayReport report, string? reason, DateTimeOffset now)
    {
        if (report.State is GatewayState.Disputed)
            Dispute(now);
        if (report.State is not GatewayState.Refunded)
            return;

        if (IsHeld)
            AlertOnce(PaymentReasons.RefundedAtGateway, now);
        else if (Status is PaymentStatus.Paid && !(reason is PaymentReasons.AmountDiffers && report.Amount == RefundedAmount))
            AlertOnce(PaymentReasons.RefundDiffers, now);
    }

    private void GiveUp(DateTimeOffset now)
    {
        End(PaymentStatus.Failed, PaymentReasons.NotConfirmed, now);
        Settle();
    }

    // The gateway says the same again and again.
    private void AlertOnce(string reason, DateTimeOffset now)
    {
        if (Reason == reason)
            return;

        (Reason, UpdatedAt) = (reason, now);
        Alert(reason, now);
    }

    private void Alert(string reason, DateTimeOffset now) => Raise(new PaymentNeedsAttention(Id, InvoiceId, TenantId, reason, now));
}
