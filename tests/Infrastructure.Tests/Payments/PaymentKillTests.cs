using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Payments;
using Xunit.Abstractions;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

/// <summary>Workers in processes of their own, killed with SIGKILL at random moments: within a call of the gateway, or after one.</summary>
public sealed class PaymentKillTests(ITestOutputHelper output) : PaymentScenario
{
    private const int Few = 2;
    private const int Deaths = 3;

    [Fact]
    public async Task Killed_workers_charge_nobody_twice_and_lose_nothing()
    {
        foreach (var seed in Seeds.Of(Few))
        {
            output.WriteLine($"Seed {seed}");
            // The other processes have the real time.
            Host.AdjustTime(TimeProvider.System.GetUtcNow());
            Begin(seed);
            for (var death = 0; death < Deaths; death++)
            {
                for (var n = 0; n < 4; n++)
                    await BeginAsync();
                await LiveAndDieAsync();
                await AnswerAsync();
                await AnswerAsync();
            }

            Host.AdjustTime(TimeProvider.System.GetUtcNow());
            await SettleAsync();
            await CheckAsync();
        }
    }

    private async Task LiveAndDieAsync()
    {
        var start = CrashingProcess.Of(
            [
                "--Roles=worker", "--Urls=http://127.0.0.1:0", "--Docker:Endpoint=unix:///nowhere/docker.sock", "--Crash:Payment=never",
                .. Paynow.Settings(new(Inbox.Url, "/api/v1/webhooks/paynow")).Select(s => $"--{s.Key}={s.Value}"),
            ]);
        start.Environment["ConnectionStrings__Platform"] = Database.ConnectionString;
        using var process = Process.Start(start)!;
        var text = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var (calls, inCall) = (Calls + Random.Next(1, 5), Random.Next(2) == 0);
        Paynow.Fault = _ =>
        {
            if (inCall && Calls >= calls - 1)
                process.Kill();
            return Random.Shared.Next(3) == 0 ? PaynowFault.ErrorButBegun : PaynowFault.None;
        };
        await Eventually.BecomesTrueAsync(async () => process.HasExited || Calls >= calls || await IsIdleAsync());
        process.Kill();
        await process.WaitForExitAsync();
        await text;
        Paynow.Fault = _ => PaynowFault.None;
        await ToldAsync();
    }

    private int Calls => Paynow.Transactions.Count + Paynow.Polls + Paynow.Traces;

    // Nothing is due for the worker: then it dies resting.
    private async Task<bool> IsIdleAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = Database.NewDb();
        return !await db.Payments.AnyAsync(p => p.WatchedUntil != null && p.RunAfter <= now && p.LeaseUntil == null);
    }
}
