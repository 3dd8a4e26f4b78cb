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
    public async Task Advisory_lock_runs_a_job_on_one_node_at_a_time_and_blocks_no_other_job()
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
    public async Task Lost_lock_cancels_the_job_and_another_node_can_acquire_it()
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
    public async Task Shutdown_and_failure_of_a_job_are_not_reported_as_a_lost_lock()
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
