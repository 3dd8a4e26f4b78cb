using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit.Builders;

namespace SaaSOdoo.Domain.Tests.Backups;

public sealed class BackupProofTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    private static readonly BackupManifest Manifest = BackupBuilder.Manifest;

    [Fact]
    public void Contents_as_the_manifest_says_do_not_differ() =>
        Manifest.DifferenceTo(new(Manifest.Modules, Manifest.Rows, Manifest.Files)).ShouldBeNull();

    [Fact]
    public void Every_difference_is_told_in_numbers_and_no_name_of_the_archive() => Manifest.DifferenceTo(new(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["base"] = "19.0.1.4", ["<script>"] = "1" },
            new Dictionary<string, long>(StringComparer.Ordinal) { ["res_users"] = 6 },
            Files: 0))
        .ShouldBe("The backup was made of 7 rows of res_users and the archive has 6; 1 files and the archive has 0; 1 modules and the archive has 2, 1 of them others.");

    [Fact]
    public void Only_a_completed_backup_is_judged_and_what_happened_is_told()
    {
        var (instance, tenant) = (NewId.Of<InstanceId>(Now), NewId.Of<TenantId>(Now));
        var backup = BackupBuilder.Completed(instance, tenant, Now);
        backup.ClearEvents();
        backup.Judge(new(ProofLevel.Restored, "not_booted", "It does not serve."), Now);
        backup.Events.ShouldBe([new BackupProofFailed(backup.Id, instance, tenant, BackupKind.Manual, ProofLevel.Restored, "not_booted", "It does not serve.", Now)]);
        (backup.Proof, backup.ProofAt, backup.ProofErrorCode, backup.ProofErrorMessage).ShouldBe((ProofLevel.Restored, Now, "not_booted", "It does not serve."));

        backup.ClearEvents();
        backup.Judge(ProofVerdict.Proven, Now.AddDays(7));
        backup.Events.ShouldBe([new BackupProven(backup.Id, instance, tenant, BackupKind.Manual, Now.AddDays(7))]);
        (backup.Proof, backup.ProofErrorCode, backup.ProofErrorMessage).ShouldBe((ProofLevel.Booted, null, null));

        backup.Delete(Now).IsFailure.ShouldBeFalse();
        backup.ClearEvents();
        backup.Judge(new(ProofLevel.None, "archive_missing", "It is gone."), Now);
        (backup.Proof, backup.Events.Count).ShouldBe((ProofLevel.Booted, 0));
    }
}
