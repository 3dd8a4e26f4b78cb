using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>What restores refuse, in words that a customer may read.</summary>
internal static class RestoreFailures
{
    public const string Damaged = BackupFailures.Damaged;
    public const string Refused = "archive_refused";
    public const string TooLarge = "archive_too_large";
    public const string Timeout = "restore_timeout";
    public const string Failed = "restore_failed";
    public const string ToolMissing = "load_tool_missing";
    public const string NotNeutralised = "not_neutralised";

    public static RefusedException DamagedBecause(string reason, Exception? inner = null) => new(Damaged, $"The archive is damaged: {reason}.", inner);

    public static RefusedException DatabaseTooLarge(long limit) => new(TooLarge, $"The database takes more than the {limit >> 20} MB it may have.");

    public static RefusedException FilesTooLarge(long limit) => new(TooLarge, $"The archive's files take more than the {limit >> 20} MB they may have.");

    public static RefusedException TooSlow(TimeSpan limit, Exception? inner = null) => new(Timeout, $"The archive could not be loaded within {limit}.", inner);
}
