using SaaSOdoo.Application.Backups;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Backups;

/// <summary>Bodies shown in the OpenAPI document.</summary>
internal static class BackupExamples
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly InstanceId Instance = new(Guid.Parse("01935c3e-7c6a-7b1e-9d2f-0a1b2c3d4e5f"));

    public static BackupBody New { get; } = new("Before the new price list");

    public static CloneBody Clone { get; } = new("Test of the new price list", "price_test");

    public static ScheduleBody Change { get; } = new(Enabled: true, Cron: "30 2 * * *", KeepDaily: 7, KeepWeekly: 4, KeepMonthly: 3);

    public static BackupScheduleDto Schedule { get; } =
        new(Instance, Enabled: true, "30 2 * * *", "Africa/Harare", 7, 4, 3, At.AddHours(15.5), Version: 1);

    public static ProofFiguresDto Proofs { get; } = new([new("basic", Instances: 120, NeverProven: 3, Failing: 1, At.AddDays(-6))]);

    public static BackupDto Backup { get; } = new(
        new BackupId(Guid.Parse("01935c44-2b10-7c00-8b00-aabbccddeeff")), Instance, new TenantId(Guid.Parse("01935c3d-1f00-7a30-8c11-5d6e7f809010")),
        new OperationId(Guid.Parse("01935c40-0d10-7f00-8a00-112233445566")), BackupKind.Manual, BackupStatus.Completed, "19.0",
        "Before the new price list", 4_718_592, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        new BackupManifest(
            "19.0", 15, new Dictionary<string, string>(StringComparer.Ordinal) { ["base"] = "19.0.1.3", ["sale"] = "19.0.1.2" },
            new Dictionary<string, long>(StringComparer.Ordinal) { ["res_users"] = 7, ["res_partner"] = 312 }, 214, 6_291_456, 0, 12_582_912),
        ErrorCode: null, ErrorMessage: null, ProofLevel.Booted, At.AddHours(1), ProofErrorCode: null, ProofErrorMessage: null, ExpiresAt: null, At, At.AddSeconds(12), DeletedAt: null, Version: 1);
}
