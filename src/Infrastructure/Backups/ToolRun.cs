using System.Diagnostics;
using System.Text;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>One run of a tool of the host's.</summary>
/// <param name="Errors">The beginning of what it said on its standard error.</param>
internal sealed record ToolRun(int ExitCode, string Errors)
{
    private const int ErrorCharacters = 8 << 10;

    /// <summary>The process and all that it started are gone when this returns, also when it is cancelled or <paramref name="read"/> fails.</summary>
    public static async Task<ToolRun> RunAsync(ProcessStartInfo start, Func<Stream, Task> read, CancellationToken cancellationToken)
    {
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} does not start.");
        // A read of a pipe does not notice that it is cancelled: the pipe has to end.
        await using var killing = cancellationToken.Register(() => Kill(process));
        var errors = ReadErrorsAsync(process.StandardError);
        try
        {
            await read(process.StandardOutput.BaseStream);
            await process.WaitForExitAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return new(process.ExitCode, await errors);
        }
        finally
        {
            Kill(process);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }

    // To its end, or the tool would wait for room in the pipe.
    private static async Task<string> ReadErrorsAsync(StreamReader errors)
    {
        var kept = new StringBuilder();
        var buffer = new char[1024];
        while (await errors.ReadAsync(buffer, CancellationToken.None) is > 0 and var read)
            kept.Append(buffer, 0, Math.Min(read, ErrorCharacters - kept.Length));
        return kept.ToString();
    }
}
