using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Problems;

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

        return response.WriteAsJsonAsync(ToProblem(httpContext), options: null, MediaType, httpContext.RequestAborted);
    }

    private Problem ToProblem(HttpContext http) => new()
    {
        Type = $"urn:saasodoo:problem:{error.Code}",
        Title = ReasonPhrases.GetReasonPhrase(status),
        Status = status,
        Detail = error.Message,
        Instance = http.Request.PathBase + http.Request.Path,
        Code = error.Code,
        TraceId = http.TraceIdentifier,
        Errors = error.Fields.Count == 0 ? null : error.Fields,
        Details = error.Details.Count == 0 ? null : error.Details.ToDictionary(StringComparer.Ordinal),
    };
}
