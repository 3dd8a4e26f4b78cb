using System.Diagnostics;
using Npgsql;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Jobs;

/// <summary>A worker in a process of its own that is asked to stop.</summary>
public sealed class JobShutdownTests(PlatformDatabase database) : IClassFixture<PlatformDatabase>
{
    [Fact]
    public async Task Sigterm_cancels_the_job_that_is_under_way()
    {
        await using var blocker = new NpgsqlConnection(database.ConnectionString);
        await blocker.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("lock table sessions in access exclusive mode", blocker))
            await hold.ExecuteNonQueryAsync();

        using var worker = Start();
        var output = Task.WhenAll(worker.StandardOutput.ReadToEndAsync(), worker.StandardError.ReadToEndAsync());
        await Eventually.BecomesTrueAsync(async () => await WaitingAsync() == 1);

        var asked = Stopwatch.GetTimestamp();
        using (var kill = Process.Start("kill", $"-TERM {worker.Id}"))
            await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await worker.WaitForExitAsync(patience.Token);

        Stopwatch.GetElapsedTime(asked).ShouldBeLessThan(TimeSpan.FromSeconds(3), string.Concat(await output));
    }

    private Process Start()
    {
        var start = CrashingProcess.Of(
            "--Roles=worker", "--Urls=http://127.0.0.1:0", "--Docker:Endpoint=unix:///nowhere/docker.sock", "--Crash:Webhook=sent",
            "--Schedules:Retention=* * * * * ?", "--Provisioning:Versions:0=19.0");
        start.Environment["ConnectionStrings__Platform"] = database.ConnectionString;
        return Process.Start(start)!;
    }

    // On a connection of its own: within a transaction the activity stays as it was first seen.
    private async Task<int> WaitingAsync() => (await database.Server.ColumnAsync(
        """
        select pid from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%from sessions t%'
        """,
        new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!)).Count;
}
