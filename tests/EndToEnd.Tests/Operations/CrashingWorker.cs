using System.Diagnostics;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Operations;

/// <summary>A worker in a process of its own that kills itself at a chosen step.</summary>
internal sealed class CrashingWorker(string settings) : IDisposable
{
    private const int KilledBySigkill = 128 + 9;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<CrashingWorker> OfAsync(OdooPlatform platform) => new(await platform.WriteWorkerSettingsAsync());

    /// <param name="when"><c>ran</c>: before the step is recorded; <c>recorded</c>: after, before anything else happens.</param>
    public async Task CrashAtAsync(StepName step, string when)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "SaaSOdoo.CrashHost.dll"), "--settings", settings, $"--Crash:Step={step}", $"--Crash:When={when}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
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
            throw new TimeoutException($"The worker did not die at {step}: {await output}{await errors}", e);
        }

        process.ExitCode.ShouldBe(KilledBySigkill, $"{step}: {await output}{await errors}");
    }

    public void Dispose() => File.Delete(settings);
}
