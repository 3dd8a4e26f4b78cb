using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using SaaSOdoo.Api.Auth;

namespace SaaSOdoo.Api.OpenApi;

/// <summary>Says in words who may call an operation, and to programs (<c>x-required-scope</c>) what an API key needs.</summary>
internal static class AccessDetails
{
    private const string ScopeExtension = "x-required-scope";

    public static void Add(OpenApiOperation operation, EndpointAccess access)
    {
        var words = access switch
        {
            { Role: not null } => "For operators of the platform, with a session.",
            { Scope: { } scope } => $"API keys need the scope `{scope}`. Operators act for a customer with the header `{Impersonation.Header}`.",
            _ => "Only with a session: API keys are refused.",
        };
        operation.Description = string.IsNullOrEmpty(operation.Description) ? words : $"{operation.Description}\n\n{words}";
        if (access.Scope is null)
            return;

        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
        operation.Extensions[ScopeExtension] = new JsonNodeExtension(JsonValue.Create(access.Scope));
    }
}
