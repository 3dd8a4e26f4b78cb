using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;

namespace SaaSOdoo.Api.Http;

/// <summary>X-Request-Id: the caller's when it is a harmless one, else the trace id; in the answer, in problems and on every log line.</summary>
internal static partial class RequestIds
{
    public const string Header = "X-Request-Id";

    public static void UseRequestIds(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("SaaSOdoo.Requests");
        app.Use(async (http, next) =>
        {
            var given = http.Request.Headers[Header].ToString();
            var id = Harmless().IsMatch(given) ? given : Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
            http.TraceIdentifier = id;
            http.Response.Headers[Header] = id;
            // The exception handler clears the headers of a failed answer.
            http.Response.OnStarting(() =>
            {
                http.Response.Headers[Header] = id;
                return Task.CompletedTask;
            });
            Activity.Current?.SetTag("request.id", id);

            var started = Stopwatch.GetTimestamp();
            using (logger.BeginScope("trace_id:{trace_id}", id))
            {
                await next(http);
                Answered(logger, http.Request.Method, Route(http), http.Response.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        });
    }

    // The exception handler has taken the endpoint off. The pattern, not the path: what stands in a path or query may not be fit for a log.
    private static string Route(HttpContext http) => ((http.GetEndpoint() ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint) as RouteEndpoint)?.RoutePattern.RawText ?? "(none)";

    [GeneratedRegex("^[A-Za-z0-9._-]{1,128}\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Harmless();

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} answered {Status} in {Milliseconds:0.0} ms")]
    private static partial void Answered(ILogger logger, string method, string route, int status, double milliseconds);
}
