using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;

namespace SaaSOdoo.Api.OpenApi;

/// <summary>States on every endpoint the problems that follow from what it takes, so that none can be forgotten.</summary>
internal static class StatedProblems
{
    public static TBuilder WithStatedProblems<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Finally(endpoint =>
        {
            var stated = endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Select(m => m.StatusCode).ToHashSet();
            foreach (var status in StatusesOf((RouteEndpointBuilder)endpoint).Except(stated).Order())
                endpoint.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(Problem), [ProblemResult.MediaType]));
        });
        return endpoints;
    }

    /// <summary>Problems beyond those that follow from the endpoint's shape: 402 for what must be paid, 409 on a read …</summary>
    public static RouteHandlerBuilder AlsoRefuses(this RouteHandlerBuilder endpoint, params int[] statuses) =>
        endpoint.WithMetadata([.. statuses.Select(s => new ProducesResponseTypeMetadata(s, typeof(Problem), [ProblemResult.MediaType]))]);

    private static IEnumerable<int> StatusesOf(RouteEndpointBuilder endpoint)
    {
        var metadata = endpoint.Metadata;
        var methods = metadata.OfType<IHttpMethodMetadata>().SelectMany(m => m.HttpMethods).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var inRoute = endpoint.RoutePattern.Parameters.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

        if (!metadata.OfType<IAllowAnonymous>().Any())
            yield return StatusCodes.Status401Unauthorized;
        if (metadata.OfType<EndpointAccess>().Any())
            yield return StatusCodes.Status403Forbidden;
        if (inRoute.Count > 0)
            yield return StatusCodes.Status404NotFound;
        if (!methods.Contains(HttpMethods.Get))
            yield return StatusCodes.Status409Conflict;
        if (metadata.OfType<IAcceptsMetadata>().Any())
        {
            yield return StatusCodes.Status400BadRequest;
            yield return StatusCodes.Status413PayloadTooLarge;
            yield return StatusCodes.Status415UnsupportedMediaType;
        }

        if (metadata.OfType<QueryParameters>().Any())
            yield return StatusCodes.Status422UnprocessableEntity;
        // A condition on what has no versions is refused as well.
        if (methods.Contains(HttpMethods.Put) || methods.Contains(HttpMethods.Delete))
            yield return StatusCodes.Status412PreconditionFailed;
        if (metadata.OfType<IpRateLimited>().Any())
            yield return StatusCodes.Status429TooManyRequests;
        yield return StatusCodes.Status500InternalServerError;
        yield return StatusCodes.Status503ServiceUnavailable;
    }
}
