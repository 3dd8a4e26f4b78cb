using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.ApiKeys;

public static class ApiKeyErrors
{
    public static readonly Error TooMany =
        Error.Conflict("api_key.too_many", $"An account has at most {ApiKey.MaxPerCustomer} keys. Revoke one that is not needed any more.");

    public static Error NotFound() => Error.NotFound("api_key.not_found", "There is no such API key.");
}
