using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Operations;

/// <summary>A worker in a process of its own that kills itself at a chosen step.</summary>
internal sealed class CrashingWorker(string settings) : IDisposable
{
    public static async Task<CrashingWorker> OfAsync(OdooPlatform platform) => new(await platform.WriteWorkerSettingsAsync());

    /// <param name="when"><c>ran</c>: before the step is recorded; <c>recorded</c>: after, before anything else happens.</param>
    public Task CrashAtAsync(StepName step, string when) =>
        CrashingProcess.Of("--settings", settings, $"--Crash:Step={step}", $"--Crash:When={when}").ShouldBeKilledAsync(TimeSpan.FromMinutes(2));

    public void Dispose() => File.Delete(settings);
}
