using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Quartz;
using SaaSOdoo.Infrastructure.Provisioning;

namespace SaaSOdoo.Infrastructure.Jobs;

internal static class SchedulingRegistration
{
    private const string EveryFiveSeconds = "0/5 * * * * ?";
    private const string EveryThirtySeconds = "0/30 * * * * ?";
    private const string EveryMinute = "10 * * * * ?";
    private const string EveryTenMinutes = "0 0/10 * * * ?";
    private const string EveryHour = "0 20 * * * ?";
    private const string EveryNight = "0 40 3 * * ?";

    /// <summary>Section <c>Schedules</c>: Quartz cron expressions, UTC.</summary>
    public static IServiceCollection AddSchedules(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<AdvisoryLock>();
        services.AddHostedService<RuntimeWatch>();
        services.AddHostedService<ServerWatch>();
        services.AddQuartz(quartz =>
        {
            quartz.ScheduleJob<DriftDetectionJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:Reconcile"] ?? EveryThirtySeconds));
            quartz.ScheduleJob<FailedInstanceRetryJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:FailedInstanceRetry"] ?? EveryFiveSeconds));
            quartz.ScheduleJob<ExpiredCredentialCleanup>(trigger => trigger.WithCronSchedule(configuration["Schedules:ExpiredCredentialCleanup"] ?? EveryTenMinutes));
            quartz.ScheduleJob<IdempotencyKeyCleanup>(trigger => trigger.WithCronSchedule(configuration["Schedules:IdempotencyKeyCleanup"] ?? EveryTenMinutes));
            quartz.ScheduleJob<SecretRotationJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:SecretRotation"] ?? EveryMinute));
            quartz.ScheduleJob<TrialReminderJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:TrialReminders"] ?? EveryHour));
            quartz.ScheduleJob<MailCleanup>(trigger => trigger.WithCronSchedule(configuration["Schedules:MailCleanup"] ?? EveryNight));
            quartz.ScheduleJob<TemplateEvictionJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:TemplateEviction"] ?? EveryHour));
            quartz.ScheduleJob<WebhookCleanup>(trigger => trigger.WithCronSchedule(configuration["Schedules:WebhookCleanup"] ?? EveryHour));
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return services;
    }
}
