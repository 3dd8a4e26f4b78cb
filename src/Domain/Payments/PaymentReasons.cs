namespace SaaSOdoo.Domain.Payments;

/// <summary>Why a payment is not (yet) what it was meant to be; stable codes, shown in the API.</summary>
public static class PaymentReasons
{
    /// <summary>The gateway said no. What the payer was asked all the same is still taken.</summary>
    public const string Refused = "refused_by_gateway";

    /// <summary>The gateway did not answer when it was called.</summary>
    public const string NoAnswer = "gateway_unclear";

    /// <summary>The gateway knows of no such payment.</summary>
    public const string NotFound = "not_found_at_gateway";
    public const string PayerFailed = "failed_at_payer";
    public const string PayerCancelled = "cancelled_by_payer";

    /// <summary>Cancelled here.</summary>
    public const string Cancelled = "cancelled_by_customer";

    /// <summary>So much was not due any more when the gateway was to be called: it was paid otherwise, or taken back.</summary>
    public const string NotDue = "invoice_not_due";

    /// <summary>The payer did not answer in time.</summary>
    public const string NotConfirmed = "not_confirmed_in_time";
    public const string AmountDiffers = "amount_differs";
    public const string ReferenceDiffers = "reference_differs";

    /// <summary>The gateway's number belongs to another payment.</summary>
    public const string GatewayReferenceDiffers = "gateway_reference_differs";
    public const string UnknownWord = "unknown_status_word";
    public const string Disputed = "disputed";

    /// <summary>The gateway gave back what no operator had.</summary>
    public const string RefundedAtGateway = "refunded_at_gateway";

    /// <summary>The gateway gave back another amount than was paid, or than operators have entered.</summary>
    public const string RefundDiffers = "refund_differs";

    /// <summary>The gateway has said nothing of it for as long as it is watched.</summary>
    public const string Silent = "gateway_silent";

    /// <summary>An operator decided that it was none, and gave back what had come.</summary>
    public const string Rejected = "rejected_by_operator";

    /// <summary>An operator decided that it was none before any money had come: what comes after all is held.</summary>
    public const string RejectedUnpaid = "rejected_before_money";

    /// <summary>The gateway calls it paid, although an operator had rejected it and given the money back.</summary>
    public const string PaidAfterRejection = "paid_after_rejection";
    public const string CustomerDeleted = "customer_deleted";
}
