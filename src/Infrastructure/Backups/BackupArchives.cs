using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups;

/// <inheritdoc cref="IBackupArchives" />
internal sealed class BackupArchives(
    ServerConnections connections, DumpTool tools, FilestoreCopy files, IOptions<BackupOptions> options, TimeProvider clock) : IBackupArchives
{
    public async Task<BackupManifest> WriteAsync(InstanceData data, Stream archive, IProgress<string> progress, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.TimeLimit, clock);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await WriteInTimeAsync(data, archive, new Announcements(progress, clock), limited.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RefusedException(BackupFailures.Failed, $"The backup took longer than {options.Value.TimeLimit}.", e);
        }
    }

    private async Task<BackupManifest> WriteInTimeAsync(
        InstanceData data, Stream archive, Announcements progress, CancellationToken cancellationToken)
    {
        progress.Say("Taking a snapshot");
        await using var snapshot = await DatabaseSnapshot.TakeAsync(connections, data, options.Value, clock, cancellationToken);
        var contents = await snapshot.ReadAsync(c => SnapshotContents.ReadAsync(c, options.Value, cancellationToken));
        var tool = await tools.FindAsync(contents.PostgresMajor, cancellationToken);

        var zip = await OdooZip.CreateAsync(archive, cancellationToken);
        var dumpBytes = 0L;
        await zip.AddAsync(
            "dump.sql",
            async dump => dumpBytes = await tools.DumpAsync(
                tool, snapshot, dump, bytes => progress.SayOften(() => $"Dumping the database: {bytes >> 20} MB"), cancellationToken),
            cancellationToken);

        var copied = await files.CopyAsync(data, contents.Files, zip, progress, cancellationToken);
        await snapshot.CloseAsync(cancellationToken);

        var manifest = new BackupManifest(
            data.OdooVersion, contents.PostgresMajor, contents.Modules, contents.Rows, copied.Files, copied.Bytes, copied.Missing, dumpBytes);
        await zip.AddAsync("manifest.json", async entry => await entry.WriteAsync(OdooManifest.Of(data, manifest), cancellationToken), cancellationToken);
        await zip.CompleteAsync(cancellationToken);
        return manifest;
    }
}
