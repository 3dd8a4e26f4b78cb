namespace SaaSOdoo.Domain.Backups;

/// <summary>Why a backup was made.</summary>
public enum BackupKind
{
    Manual,
    Scheduled,

    /// <summary>Before an update, as the way back.</summary>
    PreUpdate,

    /// <summary>Before a restore replaces the data.</summary>
    PreRestore,

    /// <summary>The last, when the instance is terminated.</summary>
    Final,
}

public enum BackupStatus
{
    Queued,
    Running,

    /// <summary>Its archive was written whole and read back.</summary>
    Completed,
    Failed,

    /// <summary>Its archive is gone; the row stays.</summary>
    Deleted,
}
