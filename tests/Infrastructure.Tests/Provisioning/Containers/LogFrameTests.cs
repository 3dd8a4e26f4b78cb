using System.Buffers.Binary;
using Docker.DotNet;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Provisioning.Containers;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

public sealed class LogFrameTests
{
    [Fact]
    public async Task Lines_are_put_together_across_frames_of_their_own_stream()
    {
        using var stream = Frames(
            (1, "one\r\ntw"u8.ToArray()), (2, "err"u8.ToArray()), (1, "o "u8.ToArray()), (1, [0xE2]), (1, [0x82, 0xAC]),
            (2, "or\n\n"u8.ToArray()), (1, "\nlast"u8.ToArray()));

        (await LinesAsync(stream)).ShouldBe(["one", "error", "", "two €", "last"]);
    }

    [Fact]
    public async Task A_line_without_end_does_not_fill_the_memory()
    {
        var piece = Enumerable.Repeat((byte)'x', 16 * 1024).ToArray();
        using var stream = Frames([.. Enumerable.Repeat(((byte)1, piece), 10)]);

        var lines = await LinesAsync(stream);

        lines.Select(l => l.Length).ShouldBe([64 * 1024, 64 * 1024, 32 * 1024]);
    }

    [Fact]
    public async Task Output_that_ends_in_the_middle_of_a_frame_was_cut()
    {
        using var stream = Frames((1, "one\ntwo"u8.ToArray()));
        stream.SetLength(stream.Length - 1);

        await Should.ThrowAsync<DependencyUnavailableException>(LinesAsync(stream));
    }

    private static async Task<List<string>> LinesAsync(Stream stream)
    {
        using var output = new MultiplexedStream(stream, multiplexed: true);
        return await LogLines.SplitAsync(output, CancellationToken.None).ToListAsync();
    }

    private static MemoryStream Frames(params (byte Stream, byte[] Bytes)[] frames)
    {
        var stream = new MemoryStream();
        foreach (var (number, bytes) in frames)
        {
            var header = new byte[8];
            header[0] = number;
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), bytes.Length);
            stream.Write(header);
            stream.Write(bytes);
        }

        stream.Position = 0;
        return stream;
    }
}
