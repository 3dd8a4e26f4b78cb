using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Containers;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>Copies an instance's files from its volume into an archive, those that attachments name and no others.</summary>
internal sealed class FilestoreCopy(VolumeFiles volumes)
{
    private const int Attempts = 3;

    public async Task<CopiedFiles> CopyAsync(
        InstanceData data, StoredFiles wanted, OdooZip zip, Announcements progress, CancellationToken cancellationToken)
    {
        var (all, copied, bytes) = (wanted.Count, 0, 0L);
        // What was copied is not wanted any more, so a further attempt brings the rest.
        for (var attempt = 1; wanted.Count > 0; attempt++)
        {
            if (await volumes.ReadAsync(Filestores.Of(data.Volume, data.Database), data.ImageId, TakeAsync, cancellationToken))
                break;
            if (attempt == Attempts)
                throw new RefusedException(BackupFailures.Failed, "The instance's files change while they are read: something deletes them.");
        }

        return new(copied, bytes, wanted.Count + wanted.Strange);

        async Task TakeAsync(string path, long length, Stream content)
        {
            if (!wanted.Remove(path))
                return;

            progress.SayOften(() => $"Copying files: {copied} of {all}");
            try
            {
                await zip.AddAsync($"filestore/{path}", content, length, cancellationToken);
            }
            catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
            {
                // Half of it is in the archive already.
                throw new RefusedException(BackupFailures.Failed, "One of the instance's files changed while it was read.", e);
            }

            (copied, bytes) = (copied + 1, bytes + length);
        }
    }
}

/// <param name="Missing">Attachments' files that are not there, or that are no files.</param>
internal sealed record CopiedFiles(int Files, long Bytes, int Missing);
