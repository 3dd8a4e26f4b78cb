using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Application.Operators;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Operations;

internal static class OperationsRegistration
{
    /// <summary>What every process needs: notifications, and the feed over them.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OperationOptions>().Bind(configuration.GetSection(OperationOptions.Section))
            .Validate(
                o => o.Concurrency > 0 && o.Lease > TimeSpan.Zero && o.Poll > TimeSpan.Zero,
                "Operations: Concurrency, Lease and Poll must be positive.")
            .ValidateOnStart();
        services.AddOptions<EventOptions>().Bind(configuration.GetSection(EventOptions.Section))
            .Validate(o => o.Concurrency > 0 && o.Lease > TimeSpan.Zero, "Events: Concurrency and Lease must be positive.")
            .ValidateOnStart();
        services.AddSingleton<Notifications>();
        services.AddHostedService<NotificationListener>();
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<IEventFeed, EventFeed>();
        services.AddScoped<IQueueInspector, QueueInspector>().AddScoped<IQueueReplay, EventReplay>();
        return services;
    }

    /// <summary>What only workers do.</summary>
    public static IServiceCollection AddWorkers(this IServiceCollection services)
    {
        services.AddSingleton<OperationQueue>();
        services.AddSingleton<OperationRunner>();
        services.AddSingleton<EventQueue>();
        services.AddSingleton<EventDispatcher>();
        services.AddHostedService<OperationWorker>();
        services.AddHostedService<EventWorker>();
        services.AddHostedService<EventDeliveryWorker>();
        services.AddHealthChecks().AddCheck<WorkersCheck>("workers");
        return services;
    }
}
