using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Application.Sessions;

namespace SaaSOdoo.Api.Http;

/// <summary>Marks an endpoint whose requests are counted per address.</summary>
internal sealed record IpRateLimited;

/// <summary><c>RateLimits</c>: how many requests one address may send to endpoints that guess at secrets (login, reset).</summary>
internal sealed class IpRateLimitOptions
{
    public int Permits { get; init; } = 60;

    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>Counts in PostgreSQL, so that an address has its number once and not once for each process (ADR 0020).</summary>
internal static class IpRateLimiter
{
    public static T IpRateLimited<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new IpRateLimited());

    public static void UseIpRateLimiter(this WebApplication app)
    {
        var settings = app.Configuration.GetSection("RateLimits").Get<IpRateLimitOptions>() ?? new();
        app.Use(async (http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<IpRateLimited>() is null)
            {
                await next(http);
                return;
            }

            var counts = http.RequestServices.GetRequiredService<IRateLimitCounters>();
            var source = Source(http.Connection.RemoteIpAddress ?? IPAddress.None).ToString();
            var count = await counts.CountAsync(source, settings.Window, http.RequestAborted);
            Announce(http, settings.Permits, Math.Max(0, settings.Permits - count.Requests), count.Left);

            if (count.Requests <= settings.Permits)
                await next(http);
            else
                await new ProblemResult(StatusProblems.TooMany(count.Left)).ExecuteAsync(http);
        });
    }

    private static void Announce(HttpContext http, int permits, int left, TimeSpan reset) => http.Response.OnStarting(() =>
    {
        http.Response.Headers["RateLimit-Limit"] = permits.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["RateLimit-Remaining"] = left.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["RateLimit-Reset"] = Math.Ceiling(reset.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    });

    // One customer has a whole /64 of IPv6.
    private static IPAddress Source(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new(bytes);
    }
}
