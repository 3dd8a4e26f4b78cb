using System.Buffers.Binary;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>
/// How an encrypted archive lies in the store: the magic, the salt of its key, then chunks of 64 KiB with AES-256-GCM, each followed by its tag.
/// The nonce of a chunk is its number and whether it is the last one, and the key is the archive's own: chunks that are missing, in another order
/// or from another archive do not open, and neither does a file that was cut off. There is always a last chunk, of 0 bytes to 64 KiB.
/// </summary>
internal static class SealedFormat
{
    public const int ChunkBytes = 64 << 10;
    public const int TagBytes = 16;
    public const int NonceBytes = 12;
    public const int HeaderBytes = 8 + ArchiveKey.SaltBytes;
    public const int StoredChunkBytes = ChunkBytes + TagBytes;

    public static byte[] Magic { get; } = [.. "SOARCH\0\u0001"u8];

    /// <summary>Of a chunk.</summary>
    public static void WriteNonce(Span<byte> nonce, long index, bool isLast)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce, index);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
    }

    /// <summary>Null when no archive has this length.</summary>
    public static SealedShape? ShapeOf(long stored)
    {
        var body = stored - HeaderBytes;
        var whole = body / StoredChunkBytes;
        var rest = body % StoredChunkBytes;
        return rest switch
        {
            _ when body < TagBytes => null,
            0 => new(whole, body - (whole * TagBytes)),
            >= TagBytes => new(whole + 1, body - ((whole + 1) * TagBytes)),
            _ => null,
        };
    }
}

/// <param name="Chunks">At least one.</param>
/// <param name="Length">Of the plain archive.</param>
internal sealed record SealedShape(long Chunks, long Length);
