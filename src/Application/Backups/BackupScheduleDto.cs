using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Backups;

/// <summary>When an instance is backed up by itself.</summary>
/// <param name="Cron">Minute, hour, day of month, month, day of week, in the time zone.</param>
/// <param name="Timezone">Of the account that pays for the tenant.</param>
/// <param name="KeepDaily">The newest backup of so many days is kept.</param>
/// <param name="KeepWeekly">The newest backup of so many weeks is kept as well.</param>
/// <param name="KeepMonthly">The newest backup of so many months is kept as well.</param>
/// <param name="NextRunAt">Null while it is off.</param>
public sealed record BackupScheduleDto(
    InstanceId InstanceId,
    bool Enabled,
    string Cron,
    string Timezone,
    int KeepDaily,
    int KeepWeekly,
    int KeepMonthly,
    DateTimeOffset? NextRunAt,
    uint Version) : IVersioned
{
    internal static BackupScheduleDto From(BackupSchedule schedule, TimeZoneInfo zone) => new(
        schedule.InstanceId, schedule.Enabled, schedule.Cron, zone.Id, schedule.KeepDaily, schedule.KeepWeekly, schedule.KeepMonthly,
        schedule.NextRunAt, schedule.Version);
}
