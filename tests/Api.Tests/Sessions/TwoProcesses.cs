using System.Diagnostics;
using System.Text.RegularExpressions;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Sessions;

/// <summary>The API here, and the program in a process of the operating system of its own over the same database.</summary>
public sealed partial class TwoProcesses : PlatformApi
{
    private Process? process;
    private Uri? there;

    /// <summary>Asks the other process.</summary>
    public HttpClient CreateOther() => new() { BaseAddress = there };

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "SaaSOdoo.Api.dll"), "--Roles=api", "--Urls=http://127.0.0.1:0", "--RateLimits:Permits=1000000", "--RateLimits:Writes=1000000"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["ConnectionStrings__Platform"] = Database.UserConnectionString;
        start.Environment["ConnectionStrings__PlatformOwner"] = Database.ConnectionString;
        process = Process.Start(start)!;
        process.Id.ShouldNotBe(Environment.ProcessId);
        while (there is null)
        {
            var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The other process ended before it listened.");
            if (Listening().Match(line) is { Success: true } listening)
                there = new(listening.Groups["address"].Value);
        }

        // Read on: a full pipe would stop it.
        _ = process.StandardOutput.ReadToEndAsync();
    }

    protected override async Task StopAsync()
    {
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        await base.StopAsync();
    }

    [GeneratedRegex("Now listening on: (?<address>http://[0-9.:]+)", RegexOptions.None, 1000)]
    private static partial Regex Listening();
}
