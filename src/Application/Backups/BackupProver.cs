using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Backups;

/// <summary>Tries a backup out: checks its archive, loads it, neutralises it, starts Odoo on it. The caller clears away what it makes.</summary>
public sealed partial class BackupProver(
    IBackupStore store, IBackupRestores restores, IBackupProofs proofs, IContainerRuntime runtime, IOdooDatabases databases, IRandomSecrets random,
    IOptions<ProofOptions> options, IOptions<BackupPolicyOptions> policy, TimeProvider clock, ILogger<BackupProver> logger)
{
    /// <summary>Code of what took longer than a proof may.</summary>
    public const string TimedOut = "proof_timeout";

    // What is no fault of the archive's: nothing is said of it.
    private static readonly string[] OurFaults = ["backup_store_failed", "database_owner", "image_not_found", "load_tool_missing", "port_taken", "runtime_refused"];

    // Others repeat what PostgreSQL, Odoo or a module says, which may be anything. The log has it.
    private static readonly string[] OurWords = ["archive_changed", "archive_missing", "contents_differ", "not_booted"];

    /// <exception cref="RefusedException">It could not be tried, for a reason of the platform's.</exception>
    /// <exception cref="DependencyUnavailableException">The same, until something answers again.</exception>
    public async Task<ProofVerdict> ProveAsync(ProofSubject subject, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.Timeout, clock);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var run = new Run(subject);
        try
        {
            await ProveAsync(run, limited.Token);
            return ProofVerdict.Proven;
        }
        catch (RefusedException refused) when (refused is not WorldChangedException && !OurFaults.Contains(refused.Code))
        {
            Failed(refused, subject.Proof.Value);
            return new(run.Level, refused.Code, OurWords.Contains(refused.Code) ? refused.Message : "The backup could not be loaded and made ready to start.");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new(run.Level, TimedOut, $"Trying the backup took longer than {options.Value.Timeout}.");
        }
    }

    /// <summary>Whatever of a copy is there is gone afterwards; done again, it does nothing.</summary>
    public async Task DiscardAsync(BackupProofId proof, DatabaseServer server, CancellationToken cancellationToken)
    {
        var copy = ProofSubject.CopyOf(proof, server, imageId: "", odooVersion: "");
        await proofs.EndAsync(copy, cancellationToken);
        await restores.DiscardAsync(copy, cancellationToken);
        await databases.DropRoleAsync(server, copy.Role, cancellationToken);
    }

    private async Task ProveAsync(Run run, CancellationToken cancellationToken)
    {
        var (subject, backup, manifest) = (run.Subject, run.Subject.Backup, run.Subject.Backup.Manifest!);
        await using var archive = await store.OpenAsync(backup.Location!, cancellationToken)
            ?? throw new RefusedException("archive_missing", "The backup's archive is not in the store any more.");
        await CheckAsync(archive, backup, cancellationToken);
        run.Level = ProofLevel.Checksum;

        var image = await runtime.EnsureImageAsync(subject.Image, ProvisioningContext.Silent, cancellationToken);
        var copy = ProofSubject.CopyOf(subject.Proof, subject.Server, image, backup.OdooVersion);
        var password = random.Token();
        await databases.EnsureRoleAsync(subject.Server, copy.Database, copy.Role, password, cancellationToken);
        await LoadAsync(subject, copy, archive, manifest, cancellationToken);
        run.Level = ProofLevel.Restored;

        await restores.MakeCopyAsync(copy, new(subject.Proof.Value, BaseUrl: null, Neutralise: true, clock.GetUtcNow()), cancellationToken);
        await proofs.BootAsync(copy, subject.Proof, password, cancellationToken);
    }

    private async Task LoadAsync(ProofSubject subject, InstanceData copy, Stream archive, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var limits = RestoreLimits.Of(manifest, subject.StorageBytes, policy.Value.RestoreTimeout);
        await restores.LoadDatabaseAsync(copy, subject.Proof.Value, archive, limits, ProvisioningContext.Silent, cancellationToken);
        if (manifest.DifferenceTo(await proofs.ReadAsync(copy, archive, cancellationToken)) is { } difference)
            throw new RefusedException("contents_differ", difference);

        // Without a label of its own a container or volume of it would be nobody's, and never collected.
        await restores.LoadFilesAsync(copy, WorkloadSpecs.LabelsOf(subject.Proof.Value), archive, limits, ProvisioningContext.Silent, cancellationToken);
    }

    private static async Task CheckAsync(Stream archive, Backup backup, CancellationToken cancellationToken)
    {
        archive.Position = 0;
        if (archive.Length != backup.Size || Convert.ToHexStringLower(await SHA256.HashDataAsync(archive, cancellationToken)) != backup.Sha256)
            throw new RefusedException("archive_changed", "The archive in the store is not the one that was written: its checksum is another.");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The proof {Proof} has found a fault")]
    private partial void Failed(Exception exception, Guid proof);

    private sealed class Run(ProofSubject subject)
    {
        public ProofSubject Subject => subject;

        public ProofLevel Level { get; set; }
    }
}
