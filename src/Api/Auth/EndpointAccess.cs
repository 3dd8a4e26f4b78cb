using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Auth;

/// <summary>Who may call an endpoint. Each that is not anonymous says so; one that does not is open to sessions only.</summary>
/// <param name="Scope">What an API key needs; null: no key is let in.</param>
/// <param name="Role">What the customer behind the session needs; null: none.</param>
internal sealed record EndpointAccess(string? Scope, string? Role)
{
    public static readonly EndpointAccess Session = new(Scope: null, Role: null);
}

internal static class EndpointAccessRules
{
    /// <summary>For every session, and for API keys that have the scope.</summary>
    public static T Needs<T>(this T endpoint, string scope) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new EndpointAccess(scope, Role: null));

    /// <summary>For sessions: what concerns the account itself is out of reach of a key that was lost.</summary>
    public static T SessionOnly<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(EndpointAccess.Session);

    /// <summary>For operators' sessions.</summary>
    public static T AdminOnly<T>(this T endpoint) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new EndpointAccess(Scope: null, Roles.Admin));

    /// <summary>After authorization: the caller is known, or the endpoint anonymous.</summary>
    public static void UseEndpointAccess(this WebApplication app) => app.Use((http, next) =>
        http.User.Identity?.IsAuthenticated == true && Refusal(http) is { } refusal ? new ProblemResult(refusal).ExecuteAsync(http) : next(http));

    private static Error? Refusal(HttpContext http)
    {
        var access = http.GetEndpoint()?.Metadata.GetMetadata<EndpointAccess>() ?? EndpointAccess.Session;
        var caller = http.RequestServices.GetRequiredService<Caller>();
        if (access.Role is { } role && !http.User.IsInRole(role))
            return AccessErrors.Forbidden;
        if (caller.ApiKeyId is null)
            return null;
        if (access.Scope is not { } scope)
            return AccessErrors.SessionRequired;
        return caller.Scopes.Contains(scope, StringComparer.Ordinal) ? null : AccessErrors.ScopeRequired(scope);
    }
}
