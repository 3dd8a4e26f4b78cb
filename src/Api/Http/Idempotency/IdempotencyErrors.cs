using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Http.Idempotency;

internal static class IdempotencyErrors
{
    public const string Header = "Idempotency-Key";

    public static readonly Error KeyReused = new(
        ErrorKind.Validation, "idempotency_key_reused", "This Idempotency-Key was sent with another request. Send a new key with a new request.");

    public static readonly Error KeyInvalid = Error.Invalid(
        Header, "validation_failed", $"'{Header}' must be one value of 1 to {IdempotencyKey.KeyMaxLength} visible ASCII characters.");
}
