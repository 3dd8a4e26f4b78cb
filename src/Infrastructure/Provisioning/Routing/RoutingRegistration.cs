using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Routing;

internal static class RoutingRegistration
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddInstanceRouting(this IServiceCollection services)
    {
        services.AddScoped<IRoutes, LoopbackRoutes>();
        services.AddHttpClient<IReadinessProbe, ReadinessProbe>(http => http.Timeout = ProbeTimeout);
        return services;
    }
}
