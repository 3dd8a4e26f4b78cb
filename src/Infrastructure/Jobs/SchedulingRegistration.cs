using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Quartz;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Infrastructure.Jobs.Retention;
using SaaSOdoo.Infrastructure.Provisioning;

namespace SaaSOdoo.Infrastructure.Jobs;

internal static class SchedulingRegistration
{
    private const string EverySecond = "* * * * * ?";
    private const string EveryFiveSeconds = "0/5 * * * * ?";
    private const string EveryThirtySeconds = "0/30 * * * * ?";
    private const string EveryMinute = "10 * * * * ?";
    private const string EveryTenMinutes = "0 0/10 * * * ?";
    private const string EveryHour = "0 20 * * * ?";

    /// <summary>Section <c>Schedules</c>: Quartz cron expressions, UTC.</summary>
    public static IServiceCollection AddSchedules(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<AdvisoryLock>();
        services.AddHostedService<RuntimeWatch>();
        services.AddHostedService<ServerWatch>();
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection(RetentionOptions.Section))
            .Validate(o => o.IsValid(), "Retention: all times and Batch must be positive.").ValidateOnStart();
        services.AddSingleton<RetentionPurge>();
        services.AddQuartz(quartz =>
        {
            // A process that stops waits for its jobs, and tells them to end: what is left they do the next time.
            quartz.ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            quartz.ScheduleJob<DriftDetectionJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:Reconcile"] ?? EveryThirtySeconds));
            quartz.ScheduleJob<ReconcileRunJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:ReconcileRuns"] ?? EveryFiveSeconds));
            quartz.ScheduleJob<FailedInstanceRetryJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:FailedInstanceRetry"] ?? EveryFiveSeconds));
            quartz.ScheduleJob<DatabaseServerCheckJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:DatabaseServerCheck"] ?? EveryFiveSeconds));
            quartz.ScheduleJob<TemplateEvictionJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:TemplateEviction"] ?? EveryHour));
            quartz.ScheduleJob<RetentionJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:Retention"] ?? EveryTenMinutes));
            quartz.ScheduleJob<SecretRotationJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:SecretRotation"] ?? EveryMinute));
            quartz.ScheduleJob<LedgerCheckJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:LedgerCheck"] ?? EveryHour));
            quartz.ScheduleJob<BillingCycleJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:BillingCycle"] ?? EveryMinute));
            if (configuration.GetValue<bool>($"{BillingOptions.Section}:{nameof(BillingOptions.TestClocks)}"))
                quartz.ScheduleJob<TestClockJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:TestClocks"] ?? EverySecond));
            quartz.ScheduleJob<BackupScheduleJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:Backups"] ?? EveryMinute));
            quartz.ScheduleJob<BackupSweepJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:BackupSweep"] ?? EveryTenMinutes));
            quartz.ScheduleJob<TrialReminderJob>(trigger => trigger.WithCronSchedule(configuration["Schedules:TrialReminders"] ?? EveryHour));
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return services;
    }
}
