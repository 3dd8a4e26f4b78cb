using System.IO.Compression;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Backups.Proofs;

/// <summary>Archives of a real Odoo, tried out on a real engine: whether it serves, and why it does not.</summary>
[Collection(RealOdooCollection.Name)]
public sealed class RealProofTests(RealOdoo odoo) : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("proofs");

    [Fact]
    public async Task Good_backup_boots_and_one_that_lost_a_file_or_rows_or_does_not_serve_says_so()
    {
        await using var services = odoo.WithBackups(("Backups:Path", folder.FullName), ("Backups:Encrypt", "false"));
        var source = await RealArchive.SourceAsync(odoo, "19.0");
        var (manifest, archive) = await source.ArchiveAsync(services);

        (await ProveAsync(services, source, manifest, archive)).ShouldBe(ProofVerdict.Proven);

        var fewer = new Dictionary<string, long>(manifest.Rows, StringComparer.Ordinal) { ["res_users"] = manifest.Rows["res_users"] + 1 };
        (await ProveAsync(services, source, manifest with { Rows = fewer }, archive)).ShouldBe(new(
            ProofLevel.Checksum, "contents_differ",
            $"The backup was made of {fewer["res_users"]} rows of res_users and the archive has {manifest.Rows["res_users"]}."));

        using (var zip = new ZipArchive(archive, ZipArchiveMode.Update, leaveOpen: true))
            zip.Entries.First(e => e.FullName.StartsWith("filestore/", StringComparison.Ordinal)).Delete();
        (await ProveAsync(services, source, manifest, archive)).ShouldBe(new(
            ProofLevel.Checksum, "contents_differ", $"The backup was made of {manifest.Files} files and the archive has {manifest.Files - 1}."));

        // Odoo starts and answers, but not with this page.
        await odoo.Host.ExecuteAsync(
            """UPDATE ir_ui_view SET arch_db = jsonb_build_object('en_US', '<t t-name="web.login"><t t-esc="1/0"/></t>') WHERE key = 'web.login'""", source.Data.Database);
        var (broken, useless) = await source.ArchiveAsync(services);
        var verdict = await ProveAsync(services, source, broken, useless);
        (verdict.Level, verdict.Code).ShouldBe((ProofLevel.Restored, "not_booted"), verdict.Message);
        verdict.Message.ShouldBe("Odoo does not serve the restored data: its login page answers 500.");
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<ProofVerdict> ProveAsync(ServiceProvider services, RealArchive source, BackupManifest manifest, MemoryStream archive)
    {
        var backup = Backup.Queue(
            new(NewId.Of<InstanceId>(Now), NewId.Of<TenantId>(Now), NewId.Of<OperationId>(Now), "19.0", BackupKind.Manual, Note: null, ExpiresAt: null, RequestedBy: null), Now);
        var location = backup.Begin();
        var stored = await services.GetRequiredService<IBackupStore>().WriteAsync(
            location, async (file, token) => await file.WriteAsync(archive.ToArray(), token), CancellationToken.None);
        backup.Complete(location, stored.Size, stored.Sha256, manifest, Now);

        var subject = new ProofSubject(NewId.Of<BackupProofId>(TimeProvider.System.GetUtcNow()), backup, odoo.Server, source.Spec.ImageId, StorageBytes: 1L << 30);
        var prover = ActivatorUtilities.CreateInstance<BackupProver>(services);
        var verdict = await prover.ProveAsync(subject, CancellationToken.None);
        await prover.DiscardAsync(subject.Proof, odoo.Server, CancellationToken.None);
        await ShouldBeGoneAsync(subject);
        return verdict;
    }

    private async Task ShouldBeGoneAsync(ProofSubject subject)
    {
        var copy = ProofSubject.CopyOf(subject.Proof, subject.Server, "", "19.0");
        (await odoo.ReadAsync("postgres", $"SELECT datname FROM pg_database WHERE datname = '{copy.Database}'")).ShouldBeEmpty();
        (await odoo.ReadAsync("postgres", $"SELECT rolname FROM pg_roles WHERE starts_with(rolname, '{copy.Role}')")).ShouldBeEmpty();
        (await odoo.Runtime.VolumeExistsAsync(copy.Volume, CancellationToken.None)).ShouldBeFalse();
        (await odoo.Runtime.ListAsync(CancellationToken.None)).ShouldNotContain(w => w.Name.StartsWith(copy.Volume, StringComparison.Ordinal));
    }
}
