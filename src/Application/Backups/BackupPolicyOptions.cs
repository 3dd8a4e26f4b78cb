namespace SaaSOdoo.Application.Backups;

/// <summary>Section <c>Backups</c>: what is backed up by itself, and how long it is kept.</summary>
public sealed class BackupPolicyOptions
{
    public const string Section = "Backups";

    /// <summary>How long the backup of a terminated instance is kept, and the instance can be reactivated from it.</summary>
    public TimeSpan FinalKept { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a backup is kept that was made before a restore or an update.</summary>
    public TimeSpan SafetyKept { get; set; } = TimeSpan.FromDays(14);

    /// <summary>What a tenant's backups may take up, as a multiple of the storage that its plan allows all of its instances together.</summary>
    public decimal QuotaFactor { get; set; } = 2;

    /// <summary>The most backups of a schedule that may be kept of days, weeks and months.</summary>
    public int MaxDaily { get; set; } = 31;

    /// <inheritdoc cref="MaxDaily"/>
    public int MaxWeekly { get; set; } = 12;

    /// <inheritdoc cref="MaxDaily"/>
    public int MaxMonthly { get; set; } = 24;

    /// <summary>When a schedule is tried again whose instance was busy.</summary>
    public TimeSpan BusyPause { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest that the data of one backup may take to be loaded.</summary>
    public TimeSpan RestoreTimeout { get; set; } = TimeSpan.FromHours(4);

    public bool IsValid() =>
        FinalKept > TimeSpan.Zero && SafetyKept > TimeSpan.Zero && RestoreTimeout > TimeSpan.Zero && BusyPause > TimeSpan.Zero
        && QuotaFactor > 0 && MaxDaily > 0 && MaxWeekly > 0 && MaxMonthly > 0;
}
