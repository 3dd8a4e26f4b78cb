using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Idempotency;
using SaaSOdoo.Api.Http.Problems;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace SaaSOdoo.Api.OpenApi;

/// <summary>Adds to each operation what its metadata say: security, example bodies, headers.</summary>
internal sealed class OperationDetails(IOptions<JsonOptions> json) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        operation.Security = metadata.OfType<IAllowAnonymous>().Any()
            ? []
            : [new() { [new OpenApiSecuritySchemeReference(BearerHandler.SchemeName, context.Document)] = [] }];

        if (metadata.OfType<EndpointAccess>().LastOrDefault() is { } access)
            AccessDetails.Add(operation, access);
        foreach (var example in metadata.OfType<ExampleBody>())
            Show(operation, example);
        foreach (var (status, response) in operation.Responses ?? [])
            Complete(status, (OpenApiResponse)response);
        if (metadata.OfType<TakesIdempotencyKey>().Any())
            IdempotencyDetails.Add(operation);
        ConditionDetails.Add(operation, context);
        if (metadata.OfType<AsksForSecondFactor>().Any())
            SecondFactorDetails.Add(operation);
    }

    private void Show(OpenApiOperation operation, ExampleBody example)
    {
        var content = example.Status is { } status
            ? operation.Responses![status.ToString(CultureInfo.InvariantCulture)].Content
            : operation.RequestBody!.Content;
        ((OpenApiMediaType)content!["application/json"]).Example = Json(example.Body);
    }

    private void Complete(string status, OpenApiResponse response)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        response.Headers[RequestIds.Header] = new OpenApiHeader
        {
            Description = "The trace id of this request.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
        if (response.Content?.TryGetValue(ProblemResult.MediaType, out var content) == true && content is OpenApiMediaType problem)
            problem.Example = Json(StatusProblems.ExampleOf(int.Parse(status, CultureInfo.InvariantCulture)));
    }

    private JsonNode? Json(object body) => JsonSerializer.SerializeToNode(body, body.GetType(), json.Value.SerializerOptions);
}
