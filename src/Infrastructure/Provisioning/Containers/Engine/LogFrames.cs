using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

/// <summary>
/// Takes the engine's log framing apart: a header of 8 bytes (stream, three zeros, length big-endian) before each piece.
/// A line may span frames and the two streams interleave, so each stream gathers its own line.
/// </summary>
internal static class LogFrames
{
    private const int HeaderSize = 8;

    /// <summary>A longer line is cut into pieces, so that a container cannot fill our memory.</summary>
    internal const int LongestLine = 64 * 1024;

    public static async IAsyncEnumerable<string> LinesAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var header = new byte[HeaderSize];
        var piece = new byte[16 * 1024];
        var pending = new Dictionary<byte, MemoryStream>();
        while (await stream.ReadAtLeastAsync(header, HeaderSize, throwOnEndOfStream: false, cancellationToken) == HeaderSize)
        {
            var line = pending.TryGetValue(header[0], out var known) ? known : pending[header[0]] = new();
            var left = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
            while (left > 0)
            {
                var read = await stream.ReadAsync(piece.AsMemory(0, (int)Math.Min(left, (uint)piece.Length)), cancellationToken);
                if (read == 0)
                    break;
                left -= (uint)read;
                foreach (var text in Split(line, piece.AsMemory(0, read)))
                    yield return text;
            }
        }

        foreach (var rest in pending.Values.Where(p => p.Length > 0))
            yield return Take(rest);
    }

    private static IEnumerable<string> Split(MemoryStream line, ReadOnlyMemory<byte> piece)
    {
        while (piece.Length > 0)
        {
            var end = piece.Span.IndexOf((byte)'\n');
            line.Write(piece.Span[..(end < 0 ? piece.Length : end)]);
            piece = end < 0 ? default : piece[(end + 1)..];
            if (end >= 0 || line.Length >= LongestLine)
                yield return Take(line);
        }
    }

    private static string Take(MemoryStream line)
    {
        var text = Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length).TrimEnd('\r');
        line.SetLength(0);
        return text;
    }
}
