using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace SaaSOdoo.Infrastructure.Scheduling;

internal static class SchedulingRegistration
{
    private const string EveryThirtySeconds = "0/30 * * * * ?";

    /// <summary>Section <c>Schedules</c>: Quartz cron expressions, UTC.</summary>
    public static IServiceCollection AddSchedules(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<AdvisoryLock>();
        services.AddHostedService<RuntimeWatch>();
        services.AddQuartz(quartz => quartz.ScheduleJob<ReconcileJob>(
            trigger => trigger.WithCronSchedule(configuration["Schedules:Reconcile"] ?? EveryThirtySeconds)));
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return services;
    }
}
