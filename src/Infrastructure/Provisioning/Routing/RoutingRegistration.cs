using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Routing;

internal static class RoutingRegistration
{
    private const int HeadersLimitInKilobytes = 16;
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddInstanceRouting(this IServiceCollection services)
    {
        services.AddScoped<IRoutes, LoopbackRoutes>();
        services.AddHttpClient<IReadinessProbe, ReadinessProbe>(http => http.Timeout = ProbeTimeout).ConfigurePrimaryHttpMessageHandler(Guarded);
        return services;
    }

    // What answers belongs to a customer, who may answer anything: it must not send the platform elsewhere, give it something for the next one, or
    // have it read on. Only the status is of interest, so a body is never read, and the connection is cut instead.
    private static SocketsHttpHandler Guarded() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        Credentials = null,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = HeadersLimitInKilobytes,
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,
        ConnectTimeout = ProbeTimeout,
        ActivityHeadersPropagator = null,
    };
}
