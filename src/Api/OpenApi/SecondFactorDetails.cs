using Microsoft.OpenApi;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;

namespace SaaSOdoo.Api.OpenApi;

/// <summary>Marks an endpoint whose command asks for the second factor again.</summary>
internal sealed record AsksForSecondFactor;

internal static class SecondFactorDetails
{
    /// <summary>A code can be guessed at, so requests that bring one are counted per address as well, apart from logins.</summary>
    public static RouteHandlerBuilder AsksForSecondFactor(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new AsksForSecondFactor()).IpRateLimitedCodes();

    public static void Add(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = Caller.SecondFactorHeader,
            In = ParameterLocation.Header,
            Description = "Needed with a session when the account has a second factor: the authenticator's code, or a recovery code. "
                + "Without it 403 `second_factor_required`, with a wrong or used one 403 `second_factor_invalid`.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 40 },
        });
    }
}
