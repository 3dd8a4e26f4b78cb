using Microsoft.AspNetCore.Server.Kestrel.Core;
using SaaSOdoo.Api.Http.Problems;

namespace SaaSOdoo.Api.Http;

/// <summary>
/// How long a request's address and headers may be. Kestrel would refuse without a body and without an id that could be quoted; so it takes
/// twice as much, and what is too much is refused here, as everything else is.
/// </summary>
internal static class RequestLimits
{
    public const int MaxAddressLength = 8 * 1024;
    public const int MaxHeadersLength = 32 * 1024;
    public const int MaxHeaders = 100;

    public static void TakeWhatIsRefusedLater(this KestrelServerLimits limits)
    {
        limits.MaxRequestLineSize = 2 * MaxAddressLength;
        limits.MaxRequestHeadersTotalSize = 2 * MaxHeadersLength;
        limits.MaxRequestHeaderCount = 2 * MaxHeaders;
    }

    public static void UseRequestLimits(this WebApplication app) => app.Use((http, next) => Refusal(http.Request) is { } status
        ? StatusProblems.Of(status).ExecuteAsync(http)
        : next(http));

    private static int? Refusal(HttpRequest request)
    {
        if (request.Path.Value!.Length + request.QueryString.Value!.Length > MaxAddressLength)
            return StatusCodes.Status414UriTooLong;

        var headers = request.Headers;
        return headers.Count > MaxHeaders || headers.Sum(h => h.Value.Sum(v => h.Key.Length + (v?.Length ?? 0) + 4)) > MaxHeadersLength
            ? StatusCodes.Status431RequestHeaderFieldsTooLarge
            : null;
    }
}
