using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Operators;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Jobs;

internal static class JobsRegistration
{
    /// <summary>What every process needs: notifications, and a look at the queues.</summary>
    public static IServiceCollection AddQueues(this IServiceCollection services)
    {
        services.AddSingleton<Notifications>();
        services.AddHostedService<NotificationListener>();
        services.AddScoped<IQueueInspector, QueueInspector>();
        return services;
    }
}
