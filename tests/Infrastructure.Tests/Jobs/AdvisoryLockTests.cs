using Npgsql;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Jobs;

public sealed class AdvisoryLockTests(PlatformDatabase database) : IClassFixture<PlatformDatabase>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly NpgsqlDataSource connections = NpgsqlDataSource.Create(database.ConnectionString);

    [Fact]
    public async Task A_job_runs_on_one_node_at_a_time_and_holds_no_other_job_up()
    {
        var (first, second) = (new AdvisoryLock(connections), new AdvisoryLock(connections));

        (await first.TryRunAsync("one", async token =>
        {
            (await second.TryRunAsync("one", _ => throw new InvalidOperationException("It runs twice."), token)).ShouldBeFalse();
            (await second.TryRunAsync("two", _ => Task.CompletedTask, token)).ShouldBeTrue();
        }, CancellationToken.None)).ShouldBeTrue();

        (await second.TryRunAsync("one", _ => Task.CompletedTask, CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_job_that_lost_its_lock_is_stopped_and_says_so_and_another_node_can_do_it()
    {
        var locks = new AdvisoryLock(connections);
        var running = locks.TryRunAsync("lost", WaitForeverAsync, CancellationToken.None);
        await begun.Task.WaitAsync(Patience);

        (await database.EndLockHoldersAsync()).ShouldBe(1);

        var lost = await Should.ThrowAsync<LockLostException>(running.WaitAsync(Patience));
        lost.Message.ShouldContain("job lost");
        lost.InnerException.ShouldBeAssignableTo<OperationCanceledException>();
        (await locks.TryRunAsync("lost", _ => Task.CompletedTask, CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_shutdown_and_a_failure_of_the_job_itself_stay_what_they_are()
    {
        var locks = new AdvisoryLock(connections);
        using var stop = new CancellationTokenSource();
        var running = locks.TryRunAsync("stopped", WaitForeverAsync, stop.Token);
        await begun.Task.WaitAsync(Patience);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(running.WaitAsync(Patience));
        await Should.ThrowAsync<NotSupportedException>(
            locks.TryRunAsync("stopped", _ => throw new NotSupportedException(), CancellationToken.None));
        (await locks.TryRunAsync("stopped", _ => Task.CompletedTask, CancellationToken.None)).ShouldBeTrue();
    }

    public void Dispose() => connections.Dispose();

    private async Task WaitForeverAsync(CancellationToken cancellationToken)
    {
        begun.SetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
