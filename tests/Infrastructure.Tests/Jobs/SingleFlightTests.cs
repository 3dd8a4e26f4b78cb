using SaaSOdoo.Infrastructure.Jobs;

namespace SaaSOdoo.Infrastructure.Tests.Jobs;

public sealed class SingleFlightTests
{
    [Fact]
    public async Task Callers_during_a_run_share_the_next_run()
    {
        var (runs, atOnce, most) = (0, 0, 0);
        var (began, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        var shared = new SingleFlight(async () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref atOnce));
            runs++;
            began.TrySetResult();
            await mayEnd.Task;
            Interlocked.Decrement(ref atOnce);
        });
        var first = shared.RunAsync(default);
        await began.Task;
        var others = Enumerable.Range(0, 100).Select(_ => shared.RunAsync(default)).ToList();

        mayEnd.SetResult();
        await Task.WhenAll(others);

        await first;
        (most, runs).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Failed_run_throws_and_the_next_call_runs_again()
    {
        var runs = 0;
        var shared = new SingleFlight(() => ++runs == 1 ? throw new InvalidOperationException("first") : Task.CompletedTask);
        await Should.ThrowAsync<InvalidOperationException>(() => shared.RunAsync(default));
        await shared.RunAsync(default);
        runs.ShouldBe(2);
    }

    [Fact]
    public async Task Cancelled_caller_does_not_cancel_the_shared_run()
    {
        var mayEnd = new TaskCompletionSource();
        var shared = new SingleFlight(() => mayEnd.Task);
        using var impatient = new CancellationTokenSource();
        var given = shared.RunAsync(impatient.Token);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => given);
        mayEnd.SetResult();
        await shared.RunAsync(default);
    }
}
