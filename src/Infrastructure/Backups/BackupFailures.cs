namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>Codes of what backups refuse.</summary>
internal static class BackupFailures
{
    public const string Failed = "backup_failed";
    public const string ToolMissing = "dump_tool_missing";
    public const string TooLarge = "backup_too_large";
    public const string StoreFull = "backup_store_full";
    public const string StoreFailed = "backup_store_failed";
    public const string Damaged = "archive_damaged";
}
