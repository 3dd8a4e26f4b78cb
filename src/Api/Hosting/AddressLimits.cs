using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using SaaSOdoo.Api.Problems;

namespace SaaSOdoo.Api.Hosting;

/// <summary>Marks an endpoint whose requests are counted per address.</summary>
internal sealed record LimitedPerAddress;

/// <summary><c>RateLimits</c>: how many requests one address may send to endpoints that guess at secrets (login, reset).</summary>
internal sealed class AddressLimitSettings
{
    public int Permits { get; init; } = 60;

    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>
/// Counts per process and forgets at a restart: it slows guessing down, the lock of the account stops it. ASP.NET's own middleware
/// does not tell what is left, which <c>RateLimit-*</c> needs.
/// </summary>
internal static class AddressLimits
{
    public static T LimitedPerAddress<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new LimitedPerAddress());

    public static void UseAddressLimits(this WebApplication app)
    {
        var settings = app.Configuration.GetSection("RateLimits").Get<AddressLimitSettings>() ?? new();
        var limiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(http => RateLimitPartition.GetFixedWindowLimiter(
            Source(http.Connection.RemoteIpAddress ?? IPAddress.None),
            _ => new() { PermitLimit = settings.Permits, Window = settings.Window, QueueLimit = 0 }));
        app.Lifetime.ApplicationStopped.Register(limiter.Dispose);

        app.Use(async (http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<LimitedPerAddress>() is null)
            {
                await next(http);
                return;
            }

            using var lease = limiter.AttemptAcquire(http);
            var left = limiter.GetStatistics(http)!.CurrentAvailablePermits;
            // At most: the window's start is known to the limiter only.
            var reset = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : settings.Window;
            Announce(http, settings.Permits, left, reset);

            if (lease.IsAcquired)
                await next(http);
            else
                await new ProblemResult(StatusProblems.TooMany(reset)).ExecuteAsync(http);
        });
    }

    private static void Announce(HttpContext http, long permits, long left, TimeSpan reset) => http.Response.OnStarting(() =>
    {
        http.Response.Headers["RateLimit-Limit"] = permits.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["RateLimit-Remaining"] = left.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["RateLimit-Reset"] = Math.Ceiling(reset.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    });

    // One customer has a whole /64 of IPv6.
    private static IPAddress Source(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
            return address;

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new(bytes);
    }
}
