using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Api.Http;

/// <summary>The ETag of a resource, and what is asked of it: the one place for conditional requests. Handlers compare <see cref="IfMatch"/>.</summary>
internal static class Preconditions
{
    public static string ETagOf(uint version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Whether a GET names this tag as what it has already. Weak tags count as well: RFC 9110, 13.1.2.</summary>
    public static bool IsKnown(HttpRequest request, string tag) =>
        HttpMethods.IsGet(request.Method)
        && EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(k => k.Tag == "*" || k.Tag == tag);

    /// <summary>
    /// After authorization. A resource that has no versions matches no tag: a condition that nobody checks must not let a change through.
    /// </summary>
    public static void UsePreconditions(this WebApplication app) => app.Use((http, next) => IsUnmet(http)
        ? new ProblemResult(IfMatch.Failed).ExecuteAsync(http)
        : next(http));

    private static bool IsUnmet(HttpContext http) =>
        (HttpMethods.IsDelete(http.Request.Method) || HttpMethods.IsPut(http.Request.Method))
        && http.Request.Headers.IfMatch.Count > 0 && http.Request.Headers.IfMatch.ToString().Trim() != "*"
        && http.GetEndpoint() is RouteEndpoint endpoint
        && endpoint.Metadata.OfType<IParameterBindingMetadata>().All(p => p.ParameterInfo.ParameterType != typeof(IfMatch));
}
