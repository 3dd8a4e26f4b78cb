using Microsoft.OpenApi;
using SaaSOdoo.Application.Common;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace SaaSOdoo.Api.OpenApi;

/// <summary>Conditional requests in the document: the ETag of what has a version, <c>If-None-Match</c> and its 304.</summary>
internal sealed class ConditionDetails : IDocumentFilter
{
    private const string NotModified = "not_modified";

    private static readonly OpenApiSchema Tag = new() { Type = JsonSchemaType.String, Pattern = "^\"[0-9]+\"$" };

    /// <summary>The answer that all of them share.</summary>
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Components ??= new();
        swaggerDoc.Components.Responses ??= new Dictionary<string, IOpenApiResponse>(StringComparer.Ordinal);
        swaggerDoc.Components.Responses[NotModified] = new OpenApiResponse
        {
            Description = "Not Modified: it still is what If-None-Match names.",
            Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal) { ["ETag"] = Header() },
        };
    }

    public static void Add(OpenApiOperation operation, OperationFilterContext context)
    {
        var versioned = context.ApiDescription.SupportedResponseTypes
            .Where(r => r.StatusCode is >= 200 and < 300 && r.Type?.IsAssignableTo(typeof(IVersioned)) == true).ToList();
        foreach (var status in versioned.Select(r => $"{r.StatusCode}"))
        {
            if (operation.Responses?[status] is OpenApiResponse response)
                (response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal))["ETag"] = Header();
        }

        if (versioned.Count == 0 || !HttpMethods.IsGet(context.ApiDescription.HttpMethod!))
            return;

        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "If-None-Match",
            In = ParameterLocation.Header,
            Description = "ETags that are known: 304 while one of them is the current one.",
            Schema = Tag,
        });
        operation.Responses!["304"] = new OpenApiResponseReference(NotModified, context.Document);
    }

    private static OpenApiHeader Header() => new() { Description = "The version, for If-Match and If-None-Match.", Schema = Tag };
}
