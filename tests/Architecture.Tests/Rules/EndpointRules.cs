using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http.Idempotency;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Architecture.Tests.Rules;

/// <summary>What every endpoint says of itself, read from the endpoints as the host has built them.</summary>
internal static partial class EndpointRules
{
    public static Findings StateEverything(IEnumerable<Endpoint> endpoints) =>
        Findings.Of(endpoints.OfType<RouteEndpoint>(), NameOf, e => [.. Authorization(e), .. Description(e), .. Success(e), .. Problems(e), .. Body(e), .. Query(e), .. Replacement(e), .. Repetition(e)]);

    public static Findings NamesAreUnique(IReadOnlyCollection<Endpoint> endpoints) => Findings.Of(
        endpoints.OfType<RouteEndpoint>(),
        NameOf,
        e => endpoints.Count(o => IdOf(o) == IdOf(e)) == 1 ? [] : [$"shares the name {IdOf(e)}"]);

    /// <summary>The tag is the feature's word, and the feature is where the endpoint is written. The service's own doors are of no feature.</summary>
    public static Findings TagsAreFeatures(IEnumerable<Endpoint> endpoints) => Findings.Of(
        endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<MethodInfo>()?.DeclaringType?.Namespace is { } place && !place.Contains(".Hosting", StringComparison.Ordinal)),
        NameOf,
        e => e.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not null ? [] : WordOf(e) is { } word && FeatureOf(e) is { } feature && feature == word
            ? [] : [$"has the tag {WordOf(e)} in {FeatureOf(e)}"]);

    public static string NameOf(RouteEndpoint endpoint) =>
        $"{string.Join(',', endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])} {endpoint.RoutePattern.RawText}";

    // "API keys" is ApiKeys.
    private static string? WordOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags is [var tag]
        ? FeatureRules.Features.SingleOrDefault(f => f.Equals(tag.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)) : null;

    private static string? FeatureOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<MethodInfo>()!.DeclaringType!.Namespace!.Split('.').ElementAtOrDefault(2);

    private static IEnumerable<string> Authorization(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null ? []
            : endpoint.Metadata.GetMetadata<IAuthorizeData>() is null ? ["states no authorization"]
            : endpoint.Metadata.GetMetadata<EndpointAccess>() is null ? ["does not say who may call it"]
            : [];

    private static IEnumerable<string> Description(Endpoint endpoint)
    {
        if (IdOf(endpoint) is not { } id || !SnakeCase().IsMatch(id))
            yield return "has no name in snake_case";
        if (string.IsNullOrWhiteSpace(endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary))
            yield return "has no summary";
        if (endpoint.Metadata.GetMetadata<ITagsMetadata>() is null)
            yield return "has no tag";
    }

    private static IEnumerable<string> Success(Endpoint endpoint) =>
        Produced(endpoint).Any(p => p.StatusCode is >= 200 and < 300) ? [] : ["states no success"];

    private static IEnumerable<string> Problems(Endpoint endpoint)
    {
        var problems = Produced(endpoint).Where(p => p.StatusCode >= 400).ToList();
        int[] expected = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null ? [401, 500, 503] : [500, 503];
        foreach (var status in expected.Except(problems.Select(p => p.StatusCode)))
            yield return string.Create(CultureInfo.InvariantCulture, $"states no {status}");
        foreach (var foreign in problems.Where(p => p.ContentTypes.Contains(ProblemResult.MediaType) && p.Type != typeof(Problem)))
            yield return string.Create(CultureInfo.InvariantCulture, $"states {foreign.StatusCode} as {foreign.Type?.Name}, not as our Problem");
    }

    private static IEnumerable<string> Body(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null && endpoint.Metadata.OfType<ExampleBody>().All(e => e.Status is not null)
            ? ["shows no example of its body"] : [];

    // A parameter has the name that it has in C#, unless it says otherwise.
    private static IEnumerable<string> Query(RouteEndpoint endpoint) => endpoint.Metadata.OfType<IParameterBindingMetadata>()
        .Where(p => p.HasTryParse && endpoint.RoutePattern.GetParameter(p.Name) is null)
        .Where(p => !p.ParameterInfo.GetCustomAttributes(inherit: false).OfType<IFromHeaderMetadata>().Any())
        .Select(p => p.ParameterInfo.GetCustomAttributes(inherit: false).OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? p.Name)
        .Where(name => !SnakeCase().IsMatch(name)).Select(name => $"takes {name}, which is not snake_case");

    private static IEnumerable<string> Repetition(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Post) == true
        && endpoint.Metadata.GetMetadata<TakesIdempotencyKey>() is null
            ? ["is a POST that takes no Idempotency-Key"] : [];

    private static IEnumerable<string> Replacement(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("PUT", StringComparer.Ordinal) == true
        && endpoint.Metadata.OfType<IParameterBindingMetadata>().All(p => p.ParameterInfo.ParameterType != typeof(IfMatch))
            ? ["replaces without If-Match"] : [];

    private static IEnumerable<IProducesResponseTypeMetadata> Produced(Endpoint endpoint) => endpoint.Metadata.OfType<IProducesResponseTypeMetadata>();

    private static string? IdOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SnakeCase();
}
