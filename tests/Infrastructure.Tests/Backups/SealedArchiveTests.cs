using System.Security.Cryptography;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Backups;

namespace SaaSOdoo.Infrastructure.Tests.Backups;

/// <summary>What was encrypted is read again from any place, and nothing else is.</summary>
public sealed class SealedArchiveTests
{
    private const int Chunk = SealedFormat.ChunkBytes;
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData((2 * Chunk) - 1)]
    [InlineData(2 * Chunk)]
    [InlineData((3 * Chunk) + 12345)]
    public async Task Any_length_is_read_from_any_place(int length)
    {
        var plain = RandomNumberGenerator.GetBytes(length);
        var random = new Random(length);
        var key = NewKey();
        var stored = await SealAsync(plain, key, random);

        await using var opened = await OpenAsync(stored, key);

        opened.Length.ShouldBe(length);
        (await ReadToEndAsync(opened)).ShouldBe(plain);
        for (var read = 0; read < 50; read++)
        {
            var place = random.Next(length + 1);
            opened.Seek(place - length, SeekOrigin.End).ShouldBe(place);
            var part = new byte[random.Next(1, (2 * Chunk) + 2)];
            var got = await opened.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, None);
            part.AsSpan(0, got).SequenceEqual(plain.AsSpan(place, Math.Min(part.Length, length - place))).ShouldBeTrue($"{got} at {place}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Chunk)]
    [InlineData((3 * Chunk) + 100)]
    public async Task A_file_cut_off_anywhere_does_not_open(int length)
    {
        var key = NewKey();
        var stored = await SealAsync(RandomNumberGenerator.GetBytes(length), key);
        int[] cuts = [0, 7, SealedFormat.HeaderBytes, .. Enumerable.Range(1, 20).Select(i => stored.Length - (i * stored.Length / 21) - 1), stored.Length - 1,
            .. Enumerable.Range(0, length / Chunk).Select(i => SealedFormat.HeaderBytes + (i * SealedFormat.StoredChunkBytes))];

        foreach (var cut in cuts)
            (await Should.ThrowAsync<RefusedException>(() => OpenAsync(stored[..cut], key), $"{cut} of {stored.Length}")).Code.ShouldBe("archive_damaged");
        cuts.Length.ShouldBeGreaterThanOrEqualTo(24);
    }

    [Fact]
    public async Task A_file_that_was_lengthened_does_not_open()
    {
        var key = NewKey();
        var stored = await SealAsync(new byte[100], key);

        foreach (var more in new[] { 1, 16, 17, SealedFormat.StoredChunkBytes })
            await RefusedAsync([.. stored, .. new byte[more]], key);
    }

    [Fact]
    public async Task A_changed_byte_anywhere_is_noticed()
    {
        var key = NewKey();
        var stored = await SealAsync(RandomNumberGenerator.GetBytes((2 * Chunk) + 10), key);
        int[] places = [SealedFormat.HeaderBytes, SealedFormat.HeaderBytes + Chunk, SealedFormat.HeaderBytes + SealedFormat.StoredChunkBytes + 5, stored.Length - 1];

        foreach (var place in places)
        {
            byte[] changed = [.. stored];
            changed[place] ^= 1;
            await RefusedAsync(changed, key);
        }
    }

    [Fact]
    public async Task Chunks_in_another_order_or_of_another_archive_are_noticed()
    {
        var (key, other) = (NewKey(), NewKey());
        var plain = RandomNumberGenerator.GetBytes(3 * Chunk);
        var (stored, foreign) = (await SealAsync(plain, key), await SealAsync(plain, other));
        var (first, second) = (ChunkAt(0), ChunkAt(1));

        await RefusedAsync([.. stored[..first.Start.Value], .. stored[second], .. stored[first], .. stored[second.End.Value..]], key);
        await RefusedAsync([.. stored[..second.Start.Value], .. foreign[second], .. stored[second.End.Value..]], key);
        // A middle one as the last.
        await RefusedAsync(stored[..second.End.Value], key);
        await RefusedAsync(stored, other);
    }

    [Fact]
    public async Task The_same_content_is_never_stored_alike()
    {
        var plain = new byte[Chunk];

        (await SealAsync(plain, NewKey()))[SealedFormat.HeaderBytes..].ShouldNotBe((await SealAsync(plain, NewKey()))[SealedFormat.HeaderBytes..]);
    }

    private static Range ChunkAt(int index) =>
        (SealedFormat.HeaderBytes + (index * SealedFormat.StoredChunkBytes))..(SealedFormat.HeaderBytes + ((index + 1) * SealedFormat.StoredChunkBytes));

    private static ArchiveKey NewKey() => new(RandomNumberGenerator.GetBytes(ArchiveKey.KeyBytes), RandomNumberGenerator.GetBytes(ArchiveKey.SaltBytes));

    private static async Task<byte[]> SealAsync(byte[] plain, ArchiveKey key, Random? random = null)
    {
        var file = new MemoryStream();
        await using var sealing = await SealedStream.BeginAsync(file, key, None);
        for (var rest = plain.AsMemory(); rest.Length > 0;)
        {
            var part = Math.Min(rest.Length, random?.Next(1, 100_000) ?? rest.Length);
            await sealing.WriteAsync(rest[..part], None);
            rest = rest[part..];
        }

        await sealing.CompleteAsync(None);
        return file.ToArray();
    }

    private static async Task<Stream> OpenAsync(byte[] stored, ArchiveKey key) =>
        await UnsealedStream.OpenAsync(new MemoryStream(stored), (_, _) => Task.FromResult<ArchiveKey?>(key), None);

    private static async Task<byte[]> ReadToEndAsync(Stream stream)
    {
        var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    // When it is opened, or when what was changed is read.
    private static async Task RefusedAsync(byte[] stored, ArchiveKey key)
    {
        var refused = await Should.ThrowAsync<RefusedException>(async () =>
        {
            await using var opened = await OpenAsync(stored, key);
            await ReadToEndAsync(opened);
        });
        refused.Code.ShouldBe("archive_damaged");
    }
}
