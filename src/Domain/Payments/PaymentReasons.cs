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

    /// <summary>An operator decided that it was none.</summary>
    public const string Rejected = "rejected_by_operator";
    public const string CustomerDeleted = "customer_deleted";
}
