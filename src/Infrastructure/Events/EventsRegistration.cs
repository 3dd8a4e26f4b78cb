using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Application.Operators;

namespace SaaSOdoo.Infrastructure.Events;

internal static class EventsRegistration
{
    /// <summary>What every process needs to read events and to deliver dead ones again.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EventOptions>().Bind(configuration.GetSection(EventOptions.Section))
            .Validate(
                o => o.Concurrency > 0 && o.Lease > TimeSpan.Zero && o.Poll > TimeSpan.Zero,
                "Events: Concurrency, Lease and Poll must be positive.")
            .ValidateOnStart();
        services.AddSingleton<EventPublisher>().AddSingleton<IEventFeed, EventFeed>();
        services.AddScoped<IQueueReplay, EventReplay>();
        return services;
    }

    /// <summary>What only workers do.</summary>
    public static IServiceCollection AddEventWorkers(this IServiceCollection services)
    {
        services.AddSingleton<EventQueue>().AddSingleton<EventDispatcher>();
        services.AddHostedService<EventWorker>();
        services.AddHostedService<EventDeliveryWorker>();
        return services;
    }
}
