using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>Encrypts what the files below keep, where that is switched on, and reads back what they have written.</summary>
internal sealed class BackupStore(IArchiveFiles files, ArchiveKeys keys, IOptions<BackupOptions> options) : IBackupStore
{
    private const int BufferBytes = 128 << 10;

    public async Task<StoredArchive> WriteAsync(
        string location, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var key = options.Value.Encrypt ? await keys.NewAsync(ArchiveLocation.Checked(location), cancellationToken) : null;
        StoredArchive? written = null;
        await files.WriteAsync(ArchiveLocation.Checked(location), WriteAsync, CheckAsync, cancellationToken);
        return written!;

        async Task WriteAsync(Stream file, CancellationToken token)
        {
            await using var sealing = key is null ? null : await SealedStream.BeginAsync(file, key, token);
            await using var counted = new HashedStream(sealing ?? file);
            await write(counted, token);
            await (sealing?.CompleteAsync(token) ?? Task.CompletedTask);
            written = counted.Written;
        }

        async Task CheckAsync(Stream stored, CancellationToken token)
        {
            var opened = key is null ? stored : await UnsealedStream.OpenAsync(stored, (_, _) => Task.FromResult<ArchiveKey?>(key), token);
            if (await ReadAsync(opened, token) != written)
                throw new RefusedException(BackupFailures.StoreFailed, "What the backup store has kept is not what was written.");
        }
    }

    public async Task<Stream?> OpenAsync(string location, CancellationToken cancellationToken)
    {
        var file = await files.OpenAsync(ArchiveLocation.Checked(location), cancellationToken);
        if (file is null)
            return null;

        try
        {
            return await file.BeginsWithAsync(SealedFormat.Magic, cancellationToken)
                ? await UnsealedStream.OpenAsync(file, (salt, token) => keys.FindAsync(location, salt, token), cancellationToken)
                : file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public async Task DeleteAsync(string location, CancellationToken cancellationToken) =>
        await files.DeleteAsync(ArchiveLocation.Checked(location), cancellationToken);

    private static async Task<StoredArchive> ReadAsync(Stream stored, CancellationToken cancellationToken)
    {
        await using var counted = new HashedStream(Stream.Null);
        await stored.CopyToAsync(counted, BufferBytes, cancellationToken);
        return counted.Written;
    }
}
