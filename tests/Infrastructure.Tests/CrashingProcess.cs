using System.Diagnostics;

namespace SaaSOdoo.Infrastructure.Tests;

/// <summary>A worker in a process of its own that kills itself with SIGKILL, where the settings say.</summary>
internal static class CrashingProcess
{
    private const int KilledBySigkill = 128 + 9;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static Task CrashAsync(string connectionString, params string[] settings) =>
        CrashAsync(connectionString, new Dictionary<string, string>(StringComparer.Ordinal), settings);

    /// <param name="environment">On top of this process's.</param>
    public static async Task CrashAsync(string connectionString, IReadOnlyDictionary<string, string> environment, string[] settings)
    {
        string[] common = ["--Roles=worker", "--Urls=http://127.0.0.1:0", "--Docker:Endpoint=unix:///nowhere/docker.sock"];
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SaaSOdoo.CrashHost.dll"), .. common, .. settings])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__Platform"] = connectionString;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill();
            throw new TimeoutException($"The worker did not die: {await output}{await errors}", e);
        }

        process.ExitCode.ShouldBe(KilledBySigkill, $"{await output}{await errors}");
    }
}
