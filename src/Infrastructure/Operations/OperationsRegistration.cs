using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Infrastructure.Jobs;

namespace SaaSOdoo.Infrastructure.Operations;

internal static class OperationsRegistration
{
    /// <summary>What only workers do.</summary>
    public static IServiceCollection AddOperationWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OperationOptions>().Bind(configuration.GetSection(OperationOptions.Section))
            .Validate(
                o => o.Concurrency > 0 && o.PerTenant > 0 && o.Lease > TimeSpan.Zero && o.Poll > TimeSpan.Zero,
                "Operations: Concurrency, PerTenant, Lease and Poll must be positive.")
            .ValidateOnStart();
        services.AddSingleton<OperationQueue>();
        services.AddSingleton<ConvergenceRounds>();
        services.AddSingleton<OperationRunner>();
        services.AddHostedService<OperationWorker>();
        services.AddHealthChecks().AddCheck<WorkersCheck>("workers");
        return services;
    }
}
