using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Http.Problems;

/// <summary>An error as HTTP answer. The one place that writes problems.</summary>
internal sealed class ProblemResult(int status, Error error) : IResult, IStatusCodeHttpResult
{
    public ProblemResult(Error error) : this(ErrorStatus.Of(error.Kind), error)
    {
    }

    public const string MediaType = "application/problem+json";

    int? IStatusCodeHttpResult.StatusCode => status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        if (error.RetryAfter is { } after)
            response.Headers[HeaderNames.RetryAfter] = Math.Max(1, Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (status == StatusCodes.Status401Unauthorized)
            response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";

        var problem = ToProblem(status, error, httpContext.Request.PathBase + httpContext.Request.Path, httpContext.TraceIdentifier);
        return response.WriteAsJsonAsync(problem, options: null, MediaType, httpContext.RequestAborted);
    }

    public static Problem ToProblem(int status, Error error, string instance, string traceId) => new()
    {
        Type = $"urn:saasodoo:problem:{error.Code}",
        Title = ReasonPhrases.GetReasonPhrase(status),
        Status = status,
        Detail = error.Message,
        Instance = instance,
        Code = error.Code,
        TraceId = traceId,
        Errors = error.Fields.Count == 0 ? null : error.Fields,
        Details = error.Details.Count == 0 ? null : error.Details.ToDictionary(StringComparer.Ordinal),
    };
}
