using System.Diagnostics;
using Shouldly;

namespace SaaSOdoo.TestKit;

/// <summary>The platform in a process of its own that kills itself with SIGKILL, where its settings say.</summary>
public static class CrashingProcess
{
    public const int KilledBySigkill = 128 + 9;

    /// <param name="arguments">Of the crash host, which stands beside the tests.</param>
    public static ProcessStartInfo Of(params string[] arguments) => new("dotnet", [Path.Combine(AppContext.BaseDirectory, "SaaSOdoo.CrashHost.dll"), .. arguments])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    /// <summary>Starts it and fails if it does not die by its own hand in time.</summary>
    public static async Task ShouldBeKilledAsync(this ProcessStartInfo start, TimeSpan patience)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill();
            throw new TimeoutException($"It did not die: {await output}{await errors}", e);
        }

        process.ExitCode.ShouldBe(KilledBySigkill, $"{await output}{await errors}");
    }
}
