using System.Buffers.Binary;
using System.Globalization;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Backups;

/// <summary>When an instance is backed up by itself, and how many of those backups are kept.</summary>
public sealed class BackupSchedule : AggregateRoot
{
    public const int CronMaxLength = 100;

    private BackupSchedule()
    {
    }

    public InstanceId InstanceId { get; private set; }
    public TenantId TenantId { get; private set; }
    public bool Enabled { get; private set; }

    /// <summary>Five fields, in the time zone of the account that pays.</summary>
    public string Cron { get; private set; } = "";
    public int KeepDaily { get; private set; }
    public int KeepWeekly { get; private set; }
    public int KeepMonthly { get; private set; }

    /// <summary>Null while it is off, or its instance terminated.</summary>
    public DateTimeOffset? NextRunAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }

    public RetentionRule Retention => new(KeepDaily, KeepWeekly, KeepMonthly);

    /// <summary>Switched off, with what it would be: nobody has asked for one yet.</summary>
    public static BackupSchedule Of(InstanceId instance, TenantId tenant)
    {
        var (daily, weekly, monthly) = RetentionRule.Default;
        return new()
        {
            InstanceId = instance,
            TenantId = tenant,
            Cron = DefaultCron(instance),
            KeepDaily = daily,
            KeepWeekly = weekly,
            KeepMonthly = monthly,
        };
    }

    /// <summary>Daily between 01:00 and 05:00, at a minute of the instance's own: not all at once.</summary>
    public static string DefaultCron(InstanceId instance)
    {
        Span<byte> bytes = stackalloc byte[16];
        instance.Value.TryWriteBytes(bytes, bigEndian: true, out _);

        // The end of a version-7 id is random.
        const int minutes = 4 * 60;
        var minute = (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) % minutes);
        return string.Create(CultureInfo.InvariantCulture, $"{minute % 60} {1 + (minute / 60)} * * *");
    }

    /// <param name="cron">Checked already.</param>
    public void Change(bool enabled, string cron, RetentionRule keep, DateTimeOffset now)
    {
        (Enabled, Cron, UpdatedAt) = (enabled, cron, now);
        (KeepDaily, KeepWeekly, KeepMonthly) = keep;
    }

    /// <param name="next">Null: not until something changes.</param>
    public void Plan(DateTimeOffset? next) => NextRunAt = Enabled ? next : null;
}
