using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Domain.Payments;

// How an attempt begins, and how the customer ends it.
public sealed partial class Payment
{
    /// <summary>For the whole of what is due, or was given up and is paid after all. A worker calls the gateway.</summary>
    /// <param name="number">Of the attempt, from 1.</param>
    /// <param name="phone">In E.164, fit for the method; null for the gateway's page.</param>
    public static Result<Payment> Attempt(Invoice invoice, int number, PaymentMethod method, string? phone, Uri? returnUrl, DateTimeOffset now)
    {
        if (invoice is not { Kind: InvoiceKind.Invoice, Status: InvoiceStatus.Open or InvoiceStatus.Uncollectible, Payable: > 0 })
            return PaymentErrors.InvoiceNotOpen(invoice.Status);

        var id = NewId.Of<PaymentId>(now);
        return new Payment
        {
            Id = id,
            InvoiceId = invoice.Id,
            CustomerId = invoice.CustomerId,
            TenantId = invoice.TenantId,
            Currency = invoice.Currency,
            Amount = invoice.Payable,
            Method = method,
            Phone = phone,
            ReturnUrl = returnUrl?.AbsoluteUri,
            Status = PaymentStatus.Created,
            Reference = $"{invoice.Number}-{number}",
            MerchantTrace = id.Value.ToString("N"),
            WatchedUntil = now + PaymentSchedule.Watch,
            RunAfter = now,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    public bool IsOpen => PaymentTransitions.Open.Contains(Status);

    /// <summary>Whether an operator has to decide about it: held, or money that does not fit came after it had ended.</summary>
    public bool IsHeld => Status is PaymentStatus.Held
        || (ReceivedAmount is not null && Status is PaymentStatus.Failed or PaymentStatus.Cancelled);

    /// <summary>
    /// Asks for its end. One that the gateway was not called for ends at once; another after a poll, lest the payer has just confirmed it.
    /// </summary>
    public Result RequestCancel(DateTimeOffset now)
    {
        if (Status is PaymentStatus.Cancelled)
            return Result.Success;
        if (CallStartedAt is null && Status is PaymentStatus.Created)
        {
            End(PaymentStatus.Cancelled, PaymentReasons.Cancelled, now);
            Settle();
            return Result.Success;
        }

        if (Status is not PaymentStatus.Pending)
            return PaymentErrors.NotCancellable(Status);
        if (Method is not PaymentMethod.Web && CallStartedAt + PaymentSchedule.Prompt is { } end && end > now)
            return PaymentErrors.PromptOpen(end - now);

        CancelRequestedAt ??= now;
        (RunAfter, UpdatedAt) = (now, now);
        return Result.Success;
    }

    /// <summary>Ends one that the gateway was not called for when less is due by now: nobody is asked for it.</summary>
    /// <returns>Whether it was ended.</returns>
    public bool DropUnlessDue(Invoice invoice, DateTimeOffset now)
    {
        if (CallStartedAt is not null || invoice.Payable >= Amount)
            return false;

        End(PaymentStatus.Cancelled, PaymentReasons.NotDue, now);
        Settle();
        return true;
    }

    private void End(PaymentStatus status, string? reason, DateTimeOffset now)
    {
        if (!TryBecome(status, reason, now))
            return;

        if (status is PaymentStatus.Cancelled)
            Raise(new PaymentCancelled(Id, InvoiceId, TenantId, now));
        else
            Raise(new PaymentFailed(Id, InvoiceId, TenantId, now));
    }

    private bool TryBecome(PaymentStatus status, string? reason, DateTimeOffset now)
    {
        if (!PaymentTransitions.MayBecome(Status, status))
            return false;

        (Status, Reason, UpdatedAt) = (status, reason, now);
        return true;
    }
}
