using System.Globalization;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Domain.Payments;

public static class PaymentErrors
{
    public static readonly Error NotFound = Error.NotFound("payment.not_found", "There is no such payment.");

    public static readonly Error MessageInvalid =
        Error.Invalid("body", "payment.message_invalid", "The message cannot be read, or was not signed with this currency's key.");

    public static readonly Error PhoneMissing = Error.Invalid("phone", "payment.phone_required", "Give the telephone number that pays.");

    public static readonly Error PhoneNotTaken = Error.Invalid(
        "phone", "payment.phone_not_taken", "Leave the telephone out: this is paid in the browser.");

    public static Error GatewayNotConfigured(Currency currency) => new(
        ErrorKind.Unavailable, "payment.gateway_not_configured", $"Payments in {currency.Code} are not set up on this platform; ask its operator.");

    public static Error InvoiceNotOpen(InvoiceStatus status) =>
        Error.Conflict("payment.invoice_not_open", "Nothing is due on this invoice.") with
        {
            Details = Detail("invoice_status", EnumText<InvoiceStatus>.Of(status)),
        };

    /// <summary>Names the attempt that is under way.</summary>
    public static Error AlreadyOpen(PaymentId open) =>
        Error.Conflict("payment.open", "An attempt to pay this invoice is under way; wait for it or cancel it.") with
        {
            Details = Detail("payment_id", open.Value),
        };

    /// <summary>The network of the number is not the method's.</summary>
    public static Error PhoneDoesNotFit(PaymentMethod method, string expected) => Error.Invalid(
        "phone", "payment.phone_network", $"{EnumText<PaymentMethod>.Of(method)} pays from a number in Zimbabwe that begins with {expected}.");

    public static Error NotCancellable(PaymentStatus status) =>
        Error.Conflict("payment.not_cancellable", "This payment cannot be cancelled any more.") with
        {
            Details = Detail("payment_status", EnumText<PaymentStatus>.Of(status)),
        };

    public static Error PromptOpen(TimeSpan left) =>
        Error.Conflict("payment.prompt_open", "The telephone still asks for the PIN: confirm or refuse there, or cancel here later.") with
        {
            RetryAfter = left,
        };

    /// <summary>Telephones ask for a PIN only so often in an hour.</summary>
    public static Error TooManyPrompts(TimeSpan left) => new(
        ErrorKind.TooMany, "payment.too_many_prompts", "This telephone, or your account, has asked for a PIN too often. Wait as long as Retry-After says, or pay on the web.")
    {
        RetryAfter = left,
    };

    public static Error NotHeld(PaymentStatus status) =>
        Error.Conflict("payment.not_held", "There is nothing to decide about this payment.") with
        {
            Details = Detail("payment_status", EnumText<PaymentStatus>.Of(status)),
        };

    public static Error HeldAmount(decimal received) => Error.Invalid(
        "amount", "payment.held_amount", $"Give an amount above 0 and at most what was received: {received.ToString("0.00", CultureInfo.InvariantCulture)}.");

    /// <summary>An operator gives back what is not there to be given back.</summary>
    public static Error NotRefundable(PaymentStatus status) =>
        Error.Conflict("payment.not_refundable", "Only what was paid can be refunded.") with { Details = Detail("payment_status", EnumText<PaymentStatus>.Of(status)) };

    public static Error RefundAmount(decimal left) => Error.Invalid(
        "amount", "payment.refund_amount", $"Give an amount above 0 and at most what is left of the payment: {left.ToString("0.00", CultureInfo.InvariantCulture)}.");

    /// <summary>The same reference at the gateway was entered before.</summary>
    public static readonly Error RefundEntered =
        Error.Conflict("payment.refund_entered", "A refund of this payment with this external reference was entered before.");

    /// <summary>Without a credit note only unused credit can be paid out.</summary>
    public static Error CreditTooLow(decimal credit) => Error.Conflict(
        "payment.credit_too_low", "The customer has used the money: refund it with a credit note, or less of it.") with
    { Details = Detail("credit", credit) };

    private static Dictionary<string, object> Detail(string name, object value) => new(StringComparer.Ordinal) { [name] = value };
}
