using SaaSOdoo.TestKit;

namespace SaaSOdoo.Infrastructure.Tests;

/// <summary>A worker without a container engine that kills itself where the settings say.</summary>
internal static class CrashingWorker
{
    public static Task CrashAsync(string connectionString, params string[] settings) =>
        CrashAsync(connectionString, new Dictionary<string, string>(StringComparer.Ordinal), settings);

    /// <param name="environment">On top of this process's.</param>
    public static async Task CrashAsync(string connectionString, IReadOnlyDictionary<string, string> environment, string[] settings)
    {
        var start = CrashingProcess.Of(["--Roles=worker", "--Urls=http://127.0.0.1:0", "--Docker:Endpoint=unix:///nowhere/docker.sock", .. settings]);
        start.Environment["ConnectionStrings__Platform"] = connectionString;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        await start.ShouldBeKilledAsync(TimeSpan.FromMinutes(1));
    }
}
