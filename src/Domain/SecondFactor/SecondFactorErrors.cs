using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.SecondFactor;

public static class SecondFactorErrors
{
    public static readonly Error NotOn =
        new(ErrorKind.NotFound, "second_factor.not_found", "There is no second factor. Enrol one: POST /api/v1/auth/second-factor.");

    public static readonly Error AlreadyOn =
        Error.Conflict("second_factor.already_on", "The second factor is on. Disable it before you enrol another.");

    /// <summary>The first code of a new secret: nothing is protected by it yet.</summary>
    public static readonly Error CodeWrong =
        Error.Invalid("code", "second_factor.code_wrong", "This is not the code of the secret now. Check the clock of your device.");

    /// <summary>Only after the right password, so it tells no stranger anything.</summary>
    public static readonly Error LoginNeedsCode = new(
        ErrorKind.Unauthenticated, "second_factor_required", "Send the code of your authenticator, or a recovery code, as 'code'.");

    public static readonly Error OperatorNeedsOne = new(
        ErrorKind.Forbidden, "second_factor_not_set_up", "Operators need a second factor first. Enrol one: POST /api/v1/auth/second-factor.");

    public static readonly Error CommandNeedsCode = new(
        ErrorKind.Forbidden, "second_factor_required", "Send the code of your authenticator, or a recovery code, in the header X-Second-Factor.");

    /// <summary>A wrong or used code, or any code during a lock.</summary>
    public static Error LoginCodeInvalid(TimeSpan? retryAfter) => Invalid(ErrorKind.Unauthenticated, retryAfter);

    /// <inheritdoc cref="LoginCodeInvalid"/>
    public static Error CommandCodeInvalid(TimeSpan? retryAfter) => Invalid(ErrorKind.Forbidden, retryAfter);

    private static Error Invalid(ErrorKind kind, TimeSpan? retryAfter) =>
        new(kind, "second_factor_invalid", "The code is wrong or was used before. Wait for the next one.") { RetryAfter = retryAfter };
}
