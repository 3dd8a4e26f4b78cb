using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Customers;

public static class CustomerErrors
{
    public static readonly Error EmailTaken =
        Error.Conflict("customer.email_taken", "An account with this e-mail address exists. Log in, or reset its password.");

    /// <summary>What costs, or reaches strangers, is for people whose address is known to be theirs.</summary>
    public static readonly Error EmailUnverified = Error.Conflict(
        "customer.email_unverified",
        "Confirm your e-mail address first: follow the link in the mail, or ask for another one with POST /api/v1/auth/resend-verification.");

    /// <summary>Their tenants that are not terminated.</summary>
    public static Error TooManyTenants(int limit) => Error.Conflict("customer.too_many_tenants", $"At most {limit} tenants are allowed. Terminate some first.") with
    {
        Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["limit"] = limit },
    };

    public static Error TooManyTenantsOpened(int limit, TimeSpan window) => new(
        ErrorKind.TooMany, "customer.too_many_tenants_opened", $"At most {limit} tenants are opened for one account in a day. Wait before you open the next.")
    {
        RetryAfter = window,
    };

    public static readonly Error OwnAccount = Error.Conflict(
        "customer.own_account", "Operators close their own account as customers do: POST /api/v1/customers/me/deactivate.");

    public static readonly Error OwnRole =
        Error.Conflict("customer.own_role", "Nobody takes the operator's role from themselves. Ask another operator.");

    /// <summary>The account was closed after the request had been let in; the next one is not.</summary>
    public static readonly Error Closed = new(ErrorKind.Unauthenticated, "unauthenticated", "The account is closed.");

    /// <summary>One answer for an unknown e-mail, a wrong password, a lock and a closed account: none can be told from the others.</summary>
    public static Error InvalidCredentials(TimeSpan? retryAfter = null) =>
        new(ErrorKind.Unauthenticated, "invalid_credentials", "E-mail or password is wrong.") { RetryAfter = retryAfter };

    /// <summary>Never issued, used, expired, replaced by a newer one or of another kind: none can be told from the others.</summary>
    public static readonly Error TokenInvalid = Error.Invalid("token", "token.invalid", "The link is not valid or not valid any more. Ask for a new one.");

    public static Error PasswordIncorrect(string field, TimeSpan? retryAfter) =>
        Error.Invalid(field, "password.incorrect", "This is not your password.") with { RetryAfter = retryAfter };

    public static Error HasCredit(decimal amount, Currency currency) =>
        Error.Conflict("customer.has_credit", "The account has credit. Ask for it to be paid out first.") with
        {
            Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["credit"] = amount, ["currency"] = currency.Code },
        };

    public static Error HasOpenPayment(PaymentId payment) =>
        Error.Conflict("customer.has_open_payment", "A payment is under way. Wait for its end, or cancel it.") with
        {
            Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["payment_id"] = payment.Value },
        };

    public static Error HasLiveInstances(int count) =>
        Error.Conflict("customer.has_live_instances", $"{count} instances are not terminated. Terminate them first.") with
        {
            Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["live_instances"] = count },
        };

    public static Error NotFound() => Error.NotFound("customer.not_found", "There is no such customer.");

    public static Error SessionNotFound() => Error.NotFound("session.not_found", "There is no such session.");
}
