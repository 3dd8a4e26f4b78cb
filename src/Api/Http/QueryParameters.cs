using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using SaaSOdoo.Api.Http.Problems;

namespace SaaSOdoo.Api.Http;

/// <summary>The names that an endpoint takes in its query: what its handler declares, and nothing else.</summary>
internal sealed record QueryParameters(IReadOnlyList<string> Names)
{
    private const int MaxRefused = 10;

    public static QueryParameters Of(RouteEndpointBuilder endpoint)
    {
        var inRoute = endpoint.RoutePattern.Parameters.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var handler = endpoint.Metadata.OfType<MethodInfo>().FirstOrDefault();
        return new([.. (handler?.GetParameters() ?? []).SelectMany(p => Of(p, inRoute)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Null when each is known and given once.</summary>
    public ProblemResult? Refusal(IQueryCollection query)
    {
        var refused = query.Where(q => !Names.Contains(q.Key, StringComparer.Ordinal) || q.Value.Count > 1).Take(MaxRefused).ToList();
        if (refused.Count == 0)
            return null;

        var allowed = Names.Count == 0 ? "this address takes none" : $"allowed: {string.Join(", ", Names)}";
        return new(FieldErrors.Of(refused.Select(q =>
            (q.Key, Names.Contains(q.Key, StringComparer.Ordinal) ? "is given more than once" : $"is not a query parameter here; {allowed}"))));
    }

    private static IEnumerable<string> Of(ParameterInfo parameter, HashSet<string> inRoute)
    {
        if (parameter.IsDefined(typeof(AsParametersAttribute)))
        {
            return parameter.ParameterType.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .SelectMany(p => Of(p.Name, p.PropertyType, p.GetCustomAttributes(inherit: false), inRoute));
        }

        return Of(parameter.Name!, parameter.ParameterType, parameter.GetCustomAttributes(inherit: false), inRoute);
    }

    private static IEnumerable<string> Of(string name, Type type, object[] attributes, HashSet<string> inRoute)
    {
        if (attributes.OfType<IFromQueryMetadata>().FirstOrDefault() is { } stated)
            return [stated.Name ?? name];
        if (attributes.Any(a => a is IFromRouteMetadata or IFromHeaderMetadata or IFromBodyMetadata or IFromServiceMetadata or IFromFormMetadata))
            return [];
        return !inRoute.Contains(name) && IsText(Nullable.GetUnderlyingType(type) ?? type) ? [name] : [];
    }

    // As ASP.NET infers it: text, and what can be made of text.
    private static bool IsText(Type type) =>
        type == typeof(string) || type.IsEnum || Array.Exists(type.GetMethods(BindingFlags.Public | BindingFlags.Static), m => m.Name == "TryParse");
}

internal static class QueryParameterRegistration
{
    /// <summary>On every endpoint of the group, also those that are added later.</summary>
    public static TBuilder WithKnownQueryParameters<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(QueryParameters.Of((RouteEndpointBuilder)endpoint)));
        return endpoints;
    }

    /// <summary>A typing error in a query is not silently lost. After authorization: who may not ask is told so first.</summary>
    public static void UseKnownQueryParameters(this WebApplication app) => app.Use((http, next) =>
        http.Request.QueryString.HasValue && http.GetEndpoint()?.Metadata.GetMetadata<QueryParameters>()?.Refusal(http.Request.Query) is { } refusal
            ? refusal.ExecuteAsync(http)
            : next(http));
}
