using System.Buffers.Binary;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>The directory at the end of a zip, read before a reader holds all of its entries in memory.</summary>
internal static class ZipDirectory
{
    private const int EndLength = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int LocatorLength = 20;
    private const int LargeRecordLength = 56;

    // In blocks of this size at most, .NET looks for the end of the directory from the end of the file.
    private const int SearchedBlock = 4096;
    private const int Searched = EndLength + LocatorLength + LongestComment + SearchedBlock;

    // Of the shortest entry of the directory.
    private const int EntryLength = 46;

    /// <summary>The zip, with its directory in memory: readers take that at once, and wait for everything else.</summary>
    /// <exception cref="RefusedException">Code <c>archive_too_large</c>.</exception>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static async Task<Stream> LoadAsync(Stream zip, int mostEntries, CancellationToken cancellationToken)
    {
        var tail = await ReadAsync(zip, zip.Length - Math.Min(zip.Length, EndLength + LocatorLength + LongestComment), cancellationToken);
        var (size, place) = await FindAsync(zip, tail, cancellationToken);
        if (size / EntryLength > mostEntries)
            throw new RefusedException(RestoreFailures.TooLarge, $"The archive has more than {mostEntries} entries.");
        if (place > zip.Length || zip.Length - place > size + LargeRecordLength + LocatorLength + EndLength + LongestComment)
            throw new InvalidDataException("The directory is not at the end.");

        return new ZipWithDirectory(zip, await ReadAsync(zip, Math.Min(place, Math.Max(0, zip.Length - Searched)), cancellationToken));
    }

    private static async Task<(long Size, long Place)> FindAsync(Stream zip, byte[] tail, CancellationToken cancellationToken)
    {
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || tail.Length - end < EndLength)
            throw new InvalidDataException("No end of the directory.");

        var (size, place) = (Number(tail, end + 12), Number(tail, end + 16));
        return size == uint.MaxValue || place == uint.MaxValue
            ? await FindLargeAsync(zip, tail.AsMemory(0, end), cancellationToken)
            : (size, place);
    }

    private static async Task<(long Size, long Place)> FindLargeAsync(Stream zip, ReadOnlyMemory<byte> before, CancellationToken cancellationToken)
    {
        var locator = before.Length < LocatorLength ? default : before[^LocatorLength..];
        if (!locator.Span.StartsWith("PK\u0006\u0007"u8))
            throw new InvalidDataException("No place of the large directory.");

        var at = LargeNumber(locator.Span[8..]);
        if (at > zip.Length - LargeRecordLength)
            throw new InvalidDataException("The large directory is outside of the file.");

        var record = new byte[LargeRecordLength];
        zip.Position = at;
        await zip.ReadExactlyAsync(record, cancellationToken);
        return (LargeNumber(record.AsSpan(40)), LargeNumber(record.AsSpan(48)));
    }

    private static async Task<byte[]> ReadAsync(Stream zip, long from, CancellationToken cancellationToken)
    {
        var read = new byte[zip.Length - from];
        zip.Position = from;
        await zip.ReadExactlyAsync(read, cancellationToken);
        return read;
    }

    private static long Number(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static long LargeNumber(ReadOnlySpan<byte> bytes) => (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(bytes), long.MaxValue);
}
