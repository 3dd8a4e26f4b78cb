using Microsoft.OpenApi;
using SaaSOdoo.Api.Http.Idempotency;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Api.OpenApi;

internal static class IdempotencyDetails
{
    /// <summary>The header that a POST takes, and the one that says that its answer is an old one.</summary>
    public static void Add(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = IdempotencyErrors.Header,
            In = ParameterLocation.Header,
            Description = "Chosen by you, new for each request you mean (a UUID). Sent again with the same body within 24 hours, the request has no "
                + "second effect and gets the same status and body. With another body: 422 `idempotency_key_reused`. Only effects are kept: "
                + "a refusal is decided anew.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyKey.KeyMaxLength, Pattern = "^[!-~]+$" },
        });

        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (status[0] == '2')
                Announce((OpenApiResponse)response);
        }
    }

    private static void Announce(OpenApiResponse response)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        response.Headers[StoredResponse.ReplayedHeader] = new OpenApiHeader
        {
            Description = "`true` when this is the stored answer of an earlier request with the same Idempotency-Key.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean },
        };
    }
}
