using System.Security.Cryptography;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>Encrypts what is written, see <see cref="SealedFormat"/>. Without <see cref="CompleteAsync"/> nothing of it can be read.</summary>
internal sealed class SealedStream : WriteOnlyStream
{
    private readonly Stream target;
    private readonly AesGcm cipher;
    private readonly byte[] plain = new byte[SealedFormat.ChunkBytes];
    private readonly byte[] stored = new byte[SealedFormat.StoredChunkBytes];
    private int filled;
    private long index;

    private SealedStream(Stream target, ArchiveKey key) => (this.target, cipher) = (target, new(key.Key, SealedFormat.TagBytes));

    public static async Task<SealedStream> BeginAsync(Stream target, ArchiveKey key, CancellationToken cancellationToken)
    {
        await target.WriteAsync((byte[])[.. SealedFormat.Magic, .. key.Salt], cancellationToken);
        return new(target, key);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            // A full one waits for what follows: it may be the last.
            if (filled == plain.Length)
                await WriteChunkAsync(isLast: false, cancellationToken);

            var taken = Math.Min(buffer.Length, plain.Length - filled);
            buffer[..taken].CopyTo(plain.AsMemory(filled));
            filled += taken;
            buffer = buffer[taken..];
        }
    }

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await WriteChunkAsync(isLast: true, cancellationToken);
        await target.FlushAsync(cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        cipher.Dispose();
        base.Dispose(disposing);
    }

    private async Task WriteChunkAsync(bool isLast, CancellationToken cancellationToken)
    {
        Encrypt(isLast);
        await target.WriteAsync(stored.AsMemory(0, filled + SealedFormat.TagBytes), cancellationToken);
        (filled, index) = (0, index + 1);
    }

    private void Encrypt(bool isLast)
    {
        Span<byte> nonce = stackalloc byte[SealedFormat.NonceBytes];
        SealedFormat.WriteNonce(nonce, index, isLast);
        cipher.Encrypt(nonce, plain.AsSpan(0, filled), stored.AsSpan(0, filled), stored.AsSpan(filled, SealedFormat.TagBytes));
    }
}
