using System.Globalization;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Http;

/// <summary>Marks an endpoint whose requests are counted per address.</summary>
/// <param name="Counter">Those of one name are counted together.</param>
/// <param name="OnlyWithCode">Only those that bring a code of a second factor.</param>
internal sealed record IpRateLimited(string Counter, bool OnlyWithCode);

/// <summary>Section <c>RateLimits</c>.</summary>
internal sealed class IpRateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Requests of one address in a window to endpoints that guess at secrets (login, reset); and, counted apart, with a code each.</summary>
    public int Permits { get; init; } = 60;

    /// <summary>Requests of one customer in a window that are no reads.</summary>
    public int Writes { get; init; } = 300;

    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>Counts in PostgreSQL, so that an address has its number once and not once for each process (ADR 0020).</summary>
internal static class IpRateLimiter
{
    public static T IpRateLimited<T>(this T endpoint) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new IpRateLimited(Counter: "", OnlyWithCode: false));

    /// <summary>Who works with codes must not use up the logins of their office.</summary>
    public static T IpRateLimitedCodes<T>(this T endpoint) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new IpRateLimited(Counter: "codes:", OnlyWithCode: true));

    public static void UseIpRateLimiter(this WebApplication app)
    {
        var settings = app.Configuration.GetSection(IpRateLimitOptions.Section).Get<IpRateLimitOptions>() ?? new();
        app.Use(async (http, next) =>
        {
            foreach (var limit in http.GetEndpoint()?.Metadata.GetOrderedMetadata<IpRateLimited>() ?? [])
            {
                if (limit.OnlyWithCode && !http.Request.Headers.ContainsKey(Caller.SecondFactorHeader))
                    continue;

                var counts = http.RequestServices.GetRequiredService<IRateLimitCounters>();
                var source = limit.Counter + NetworkPrefix.SourceOf(http.Connection.RemoteIpAddress);
                var count = await counts.CountAsync(source, settings.Window, http.RequestAborted);
                Announce(http, settings.Permits, count);
                if (count.Requests <= settings.Permits)
                    continue;

                await new ProblemResult(StatusProblems.TooMany(count.Left)).ExecuteAsync(http);
                return;
            }

            await next(http);
        });
    }

    public static void Announce(HttpContext http, int permits, RateLimitCount count) => http.Response.OnStarting(() =>
    {
        http.Response.Headers["RateLimit-Limit"] = permits.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["RateLimit-Remaining"] = Math.Max(0, permits - count.Requests).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["RateLimit-Reset"] = Math.Ceiling(count.Left.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    });
}
