using System.Globalization;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Backups;

public static class BackupErrors
{
    public static Error NotFound => Error.NotFound("backup.not_found", "There is no such backup.");

    public static Error NotCompleted(BackupStatus status) => Error.Conflict(
        "backup.not_completed", $"The backup is {EnumText<BackupStatus>.Of(status)}; only a completed one has an archive.");

    public static Error UnderWay =>
        Error.Conflict("backup.under_way", "The backup is being made; wait for its operation, or terminate the instance.");

    public static Error InUse => Error.Conflict(
        "backup.in_use", "An instance is being made or restored from the backup; wait until that is done, or terminate the instance.");

    public static Error ArchiveMissing =>
        Error.Conflict("backup.archive_missing", "The backup's archive is not in the store any more; it can only be deleted.");

    public static Error QuotaReached(long used, long quota) =>
        Error.Conflict("backup.quota_reached", $"The tenant's backups take up {InGigabytes(used)} of the {InGigabytes(quota)} that its plan allows; delete some or change the plan.") with
        {
            Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["used_bytes"] = used, ["quota_bytes"] = quota },
        };

    public static Error NoFinalBackup => Error.Conflict(
        "instance.no_final_backup", "The instance has no completed final backup any more, so there is nothing to reactivate it from; make a new one.");

    public static Error OtherInstance => Error.Conflict(
        "backup.other_instance", "The backup is of another instance; make a new instance from it with POST /backups/{id}/clone.");

    public static Error OtherVersion(string backup, string instance) => Error.Conflict(
        "backup.other_version", $"The backup is of Odoo {backup} and the instance runs Odoo {instance}: one does not open the other's data.");

    private static string InGigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.##} GiB");
}
