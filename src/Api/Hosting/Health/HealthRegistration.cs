using Microsoft.Extensions.Diagnostics.HealthChecks;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Api.Hosting.Health;

internal static class HealthRegistration
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>Whoever adds a dependency adds its check; /health/ready names them all.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database", timeout: Timeout);
        services.AddOptions<HealthCheckServiceOptions>().Configure<IServiceProviderIsService>((options, known) =>
        {
            if (known.IsService(typeof(IContainerRuntime)))
            {
                options.Registrations.Add(new(
                    "containers", ActivatorUtilities.GetServiceOrCreateInstance<ContainersCheck>, failureStatus: null, tags: null, Timeout));
            }
        });
        return services;
    }
}
