using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Payments;
using Xunit.Abstractions;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

/// <summary>Workers in processes of their own, killed with SIGKILL at random moments: within a call of the gateway, or after one.</summary>
public sealed class PaymentKillTests(ITestOutputHelper output) : PaymentScenario(output)
{
    private const int Few = 2;
    private const int Deaths = 3;

    // A whole platform starts, beside other tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static TheoryData<int> Scenarios => [.. Seeds.Of(Few)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Killed_workers_charge_nobody_twice_lose_nothing_and_let_who_paid_run(int seed)
    {
        // The other processes have the real time. Until then the first of the tenants has not paid, and is suspended; the second is new.
        var now = TimeProvider.System.GetUtcNow();
        Host.AdjustTime(now.AddDays(-30));
        Begin(seed);
        await OpenShopAsync(trial: true);
        await LiveAsync(TimeSpan.FromDays(30));
        Host.AdjustTime(now);
        await OpenShopAsync(trial: false);
        for (var death = 0; death < Deaths; death++)
        {
            await OweAsync();
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
        await Eventually.BecomesTrueAsync(async () => process.HasExited || Calls >= calls || await IsIdleAsync(), Patience);
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
