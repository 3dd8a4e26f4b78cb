using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Api.Backups;

/// <param name="Note">At most 200 characters.</param>
internal sealed record BackupBody(string? Note = null);

/// <summary>The request for a copy of an instance, from one of its backups. What is left out is as the instance is.</summary>
/// <param name="DatabaseName">1 to 50 lower-case letters, digits and underscores, beginning with a letter; unique in the tenant.</param>
/// <param name="Subdomain">3 to 50 characters, unique on the platform; made from the database name when left out.</param>
/// <param name="TenantId">Whose the copy is; the backup's tenant when left out. You manage both.</param>
/// <param name="Neutralise">Whether mail, payments, scheduled actions and all else that acts by itself is switched off before its first start.</param>
internal sealed record CloneBody(
    string Name,
    string DatabaseName,
    string? Subdomain = null,
    string? Description = null,
    InstanceType InstanceType = InstanceType.Development,
    decimal? CpuLimit = null,
    string? MemoryLimit = null,
    string? StorageLimit = null,
    TenantId? TenantId = null,
    bool Neutralise = true)
{
    public CloneBackup ToCommand(BackupId backup) => new(
        backup, TenantId, new CopyInput(Name, DatabaseName, Subdomain, Description, InstanceType, CpuLimit, MemoryLimit, StorageLimit), Neutralise);
}

/// <summary>What is left out stays, null sets the default.</summary>
/// <param name="Cron">Minute, hour, day of month, month, day of week, in the time zone of the account that pays; at most once an hour.</param>
/// <param name="KeepDaily">The newest backup of so many days is kept; 7 by default.</param>
/// <param name="KeepWeekly">The newest backup of so many weeks is kept as well; 4 by default.</param>
/// <param name="KeepMonthly">The newest backup of so many months is kept as well; 3 by default.</param>
internal sealed record ScheduleBody(
    Optional<bool?> Enabled = default,
    Optional<string> Cron = default,
    Optional<int?> KeepDaily = default,
    Optional<int?> KeepWeekly = default,
    Optional<int?> KeepMonthly = default)
{
    public UpdateBackupSchedule ToCommand(InstanceId instance, IfMatch? ifMatch) =>
        new(instance, Enabled, Cron, KeepDaily, KeepWeekly, KeepMonthly, ifMatch);
}
