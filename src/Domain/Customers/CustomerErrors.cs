using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Customers;

public static class CustomerErrors
{
    public static readonly Error EmailTaken =
        Error.Conflict("customer.email_taken", "An account with this e-mail address exists. Log in, or reset its password.");

    /// <summary>One answer for an unknown e-mail, a wrong password, a lock and a closed account: none can be told from the others.</summary>
    public static Error InvalidCredentials(TimeSpan? retryAfter = null) =>
        new(ErrorKind.Unauthenticated, "invalid_credentials", "E-mail or password is wrong.") { RetryAfter = retryAfter };

    public static Error NotFound() => Error.NotFound("customer.not_found", "There is no such customer.");

    public static Error SessionNotFound() => Error.NotFound("session.not_found", "There is no such session.");
}
