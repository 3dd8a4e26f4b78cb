using System.Security.Cryptography;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>The plain archive of a file that <see cref="SealedStream"/> wrote, readable from any place. No byte is given that was not proved.</summary>
internal sealed class UnsealedStream : ReadOnlySeekableStream
{
    private readonly Stream file;
    private readonly AesGcm cipher;
    private readonly SealedShape shape;
    private readonly byte[] stored = new byte[SealedFormat.StoredChunkBytes];
    private readonly byte[] plain = new byte[SealedFormat.ChunkBytes];
    private long opened = -1;
    private int openedBytes;

    private UnsealedStream(Stream file, ArchiveKey key, SealedShape shape) =>
        (this.file, cipher, this.shape) = (file, new(key.Key, SealedFormat.TagBytes), shape);

    public override long Length => shape.Length;

    /// <summary>Opens the last chunk at once, so that a file that was cut off is noticed before anything is read.</summary>
    /// <exception cref="RefusedException">Code <c>archive_damaged</c>.</exception>
    public static async Task<UnsealedStream> OpenAsync(
        Stream file, Func<byte[], CancellationToken, Task<ArchiveKey?>> keyOf, CancellationToken cancellationToken)
    {
        var header = new byte[SealedFormat.HeaderBytes];
        if (SealedFormat.ShapeOf(file.Length) is not { } shape
            || await file.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken) != header.Length
            || !header.AsSpan().StartsWith(SealedFormat.Magic))
            throw Damaged();

        var key = await keyOf(header[SealedFormat.Magic.Length..], cancellationToken)
            ?? throw new RefusedException(BackupFailures.Damaged, "The archive is encrypted with a key that is not there any more.");
        var stream = new UnsealedStream(file, key, shape);
        await stream.OpenChunkAsync(shape.Chunks - 1, cancellationToken);
        return stream;
    }

    public override async ValueTask DisposeAsync()
    {
        cipher.Dispose();
        await file.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override async ValueTask<int> ReadAtAsync(long place, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var (index, offset) = (place / SealedFormat.ChunkBytes, (int)(place % SealedFormat.ChunkBytes));
        if (index != opened)
            await OpenChunkAsync(index, cancellationToken);

        var read = Math.Min(buffer.Length, openedBytes - offset);
        plain.AsMemory(offset, read).CopyTo(buffer);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            cipher.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task OpenChunkAsync(long index, CancellationToken cancellationToken)
    {
        opened = -1;
        var isLast = index == shape.Chunks - 1;
        openedBytes = isLast ? (int)(shape.Length - (index * SealedFormat.ChunkBytes)) : SealedFormat.ChunkBytes;
        var wanted = stored.AsMemory(0, openedBytes + SealedFormat.TagBytes);

        var place = SealedFormat.HeaderBytes + (index * SealedFormat.StoredChunkBytes);
        if (file.Position != place)
            file.Position = place;
        if (await file.ReadAtLeastAsync(wanted, wanted.Length, throwOnEndOfStream: false, cancellationToken) != wanted.Length)
            throw Damaged();

        Decrypt(index, isLast);
        opened = index;
    }

    private void Decrypt(long index, bool isLast)
    {
        Span<byte> nonce = stackalloc byte[SealedFormat.NonceBytes];
        SealedFormat.WriteNonce(nonce, index, isLast);
        try
        {
            cipher.Decrypt(nonce, stored.AsSpan(0, openedBytes), stored.AsSpan(openedBytes, SealedFormat.TagBytes), plain.AsSpan(0, openedBytes));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw Damaged(e);
        }
    }

    private static RefusedException Damaged(Exception? inner = null) =>
        new(BackupFailures.Damaged, "The stored archive is damaged: it is not what was written at this place.", inner);
}
