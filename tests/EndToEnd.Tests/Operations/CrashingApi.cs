using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.EndToEnd.Tests.Operations;

/// <summary>An API in a process of its own that kills itself when it would commit a tenant.</summary>
internal sealed partial class CrashingApi : IAsyncDisposable
{
    private const int KilledBySigkill = 128 + 9;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string settings = Path.GetTempFileName();
    private readonly Process process;

    private CrashingApi(PlatformDatabase database)
    {
        File.WriteAllText(settings, JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Platform"] = database.UserConnectionString,
            ["ConnectionStrings:PlatformOwner"] = database.ConnectionString,
            ["Roles"] = "api",
        }));
        process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "SaaSOdoo.CrashHost.dll"), "--settings", settings, "--Urls=http://127.0.0.1:0", "--Crash:When=committing"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
    }

    public Uri Address { get; private set; } = null!;

    public static async Task<CrashingApi> StartAsync(PlatformDatabase database)
    {
        var api = new CrashingApi(database);
        while (await api.process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is not { Success: true } listening)
                continue;

            api.Address = new(listening.Groups["address"].Value);
            // Read on: a full pipe would stop it.
            _ = api.process.StandardOutput.ReadToEndAsync();
            return api;
        }

        await api.DisposeAsync();
        throw new InvalidOperationException("The API ended before it listened.");
    }

    public async Task ShouldHaveCrashedAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.ShouldBe(KilledBySigkill);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        File.Delete(settings);
    }

    [GeneratedRegex("Now listening on: (?<address>http://[0-9.:]+)", RegexOptions.None, 1000)]
    private static partial Regex Listening();
}
