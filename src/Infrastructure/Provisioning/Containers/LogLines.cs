using System.Runtime.CompilerServices;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>
/// A container's standard output and error, by lines, as they are written. A line may span frames and the two streams interleave, so each
/// stream gathers its own line; the library's reader takes the end of a frame for the end of a line.
/// </summary>
internal sealed class LogLines(DockerEngine engine)
{
    /// <summary>A longer line is cut into pieces, so that a container cannot fill our memory.</summary>
    internal const int LongestLine = 64 * 1024;

    /// <summary>Nothing when there is no such container.</summary>
    /// <param name="tail">How many of the last lines, or <c>all</c>.</param>
    public async IAsyncEnumerable<string> ReadAsync(
        string id, string tail, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parameters = new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Tail = tail, Follow = follow };
        using var output = await engine.FindAsync(
            (docker, token) => docker.Containers.GetContainerLogsAsync(id, parameters, token), cancellationToken);
        if (output is null)
            yield break;

        await foreach (var line in SplitAsync(output, cancellationToken))
            yield return line;
    }

    internal static async IAsyncEnumerable<string> SplitAsync(MultiplexedStream output, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var piece = new byte[16 * 1024];
        var pending = new Dictionary<MultiplexedStream.TargetStream, MemoryStream>();
        while (true)
        {
            var reading = output.ReadOutputAsync(piece, 0, piece.Length, cancellationToken);
            var read = await EngineUnavailable.UnlessCutAsync(reading, cancellationToken);
            if (read.EOF)
                break;

            var line = pending.TryGetValue(read.Target, out var known) ? known : pending[read.Target] = new();
            foreach (var text in Split(line, piece.AsMemory(0, read.Count)))
                yield return text;
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
