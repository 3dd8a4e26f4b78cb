using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Application.Webhooks;

namespace SaaSOdoo.Infrastructure.Webhooks;

internal static class WebhooksRegistration
{
    /// <summary>What every process needs.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebhookOptions>().Bind(configuration.GetSection(WebhookOptions.Section))
            .Validate(
                o => o.Concurrency > 0 && o.PerEndpoint > 0 && o.PerTenant > 0 && o.Timeout > TimeSpan.Zero && o.Poll > TimeSpan.Zero
                    && o.Lease > o.Timeout,
                "Webhooks: Concurrency, PerEndpoint, PerTenant, Timeout and Poll must be positive, and Lease longer than Timeout.")
            .ValidateOnStart();
        services.AddSingleton<IWebhookBody, WebhookBody>().AddScoped<IEventConsumer, WebhookFanOut>();
        return services;
    }

    /// <summary>What only workers do.</summary>
    public static IServiceCollection AddWebhookWorker(this IServiceCollection services)
    {
        services.AddSingleton<INameLookup, SystemNameLookup>();
        services.AddSingleton<CheckedConnections>().AddSingleton<IWebhookSender, WebhookSender>();
        services.AddSingleton<WebhookQueue>().AddSingleton<WebhookRunner>().AddSingleton<WebhookRecorder>();
        services.AddHostedService<WebhookWorker>();
        return services;
    }
}
