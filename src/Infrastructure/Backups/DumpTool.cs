using System.Diagnostics;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>PostgreSQL's own <c>pg_dump</c>, as a process beside this one. It ends with the call, however that ends.</summary>
internal sealed class DumpTool(IOptions<BackupOptions> options)
{
    private const int BufferBytes = 128 << 10;

    /// <summary>
    /// The tool for this version of the server: a newer one writes statements that the server refuses when the dump is loaded, an older one
    /// does not dump at all.
    /// </summary>
    /// <exception cref="RefusedException">Code <c>dump_tool_missing</c>.</exception>
    public async Task<string> FindAsync(int major, CancellationToken cancellationToken)
    {
        var path = options.Value.PgDump.Replace(BackupOptions.MajorVersion, $"{major}", StringComparison.Ordinal);
        using var version = new MemoryStream();
        var ended = File.Exists(path)
            ? await ToolRun.RunAsync(Start(path, "--version"), o => o.CopyToAsync(version, cancellationToken), cancellationToken)
            : null;
        var said = System.Text.Encoding.UTF8.GetString(version.ToArray());
        if (ended?.ExitCode == 0 && MajorOf(said) == major)
            return path;

        var found = ended is null ? "there is none at the configured place" : $"the configured one says: {ToolErrors.Cut(said)}";
        throw new RefusedException(
            BackupFailures.ToolMissing, $"pg_dump of PostgreSQL {major} is needed on the platform's host, and {found} (setting Backups:PgDump).");
    }

    /// <returns>Bytes written.</returns>
    /// <exception cref="RefusedException">Code <c>backup_failed</c>, with what the tool said.</exception>
    /// <exception cref="DependencyUnavailableException">The server went.</exception>
    public async Task<long> DumpAsync(
        string tool, DatabaseSnapshot snapshot, Stream dump, Action<long> written, CancellationToken cancellationToken)
    {
        var bytes = 0L;
        var start = Start(
            tool,
            "--no-owner",
            "--no-password",
            $"--snapshot={snapshot.Id}",
            $"--lock-wait-timeout={options.Value.LockTimeout.TotalMilliseconds:0}",
            $"--host={snapshot.Session.Host}",
            $"--port={snapshot.Session.Port}",
            $"--username={snapshot.Session.Username}",
            $"--dbname={snapshot.Session.Database}");
        // Only the tool's own user sees its environment; arguments are everybody's.
        start.Environment["PGPASSWORD"] = snapshot.Session.Password;
        start.Environment["PGOPTIONS"] = snapshot.Session.Options;
        start.Environment["PGCONNECT_TIMEOUT"] = "10";
        start.Environment["PGAPPNAME"] = "saasodoo";

        var ended = await ToolRun.RunAsync(start, CopyAsync, cancellationToken);
        return ended.ExitCode == 0 ? bytes : throw ToolErrors.Of(ended.Errors);

        async Task CopyAsync(Stream output)
        {
            var buffer = new byte[BufferBytes];
            while (await output.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                await dump.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                written(bytes += read);
            }
        }
    }

    private static ProcessStartInfo Start(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var (path, libraries) = (start.Environment["PATH"], start.Environment.TryGetValue("LD_LIBRARY_PATH", out var own) ? own : null);
        // Nothing of the platform's settings, nor of a PostgreSQL user's.
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LC_ALL"] = "C";
        if (libraries is not null)
            start.Environment["LD_LIBRARY_PATH"] = libraries;
        return start;
    }

    // "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
    private static int MajorOf(string version) =>
        int.TryParse(version.Split(' ').ElementAtOrDefault(2)?.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture, out var major) ? major : 0;
}
