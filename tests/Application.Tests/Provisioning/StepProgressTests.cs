using SaaSOdoo.Application.Operations;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Application.Tests.Provisioning;

public sealed class StepProgressTests
{
    [Fact]
    public async Task Progress_reports_are_coalesced_to_the_newest_during_a_write()
    {
        var written = new List<string>();
        var (first, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var progress = new StepProgress(async text =>
        {
            written.Add(text);
            first.TrySetResult();
            await go.Task;
        });

        progress.Report("1");
        await first.Task;
        for (var i = 2; i <= 1000; i++)
            progress.Report($"{i}");
        go.SetResult();
        await progress.DrainAsync();

        written.ShouldBe(["1", "1000"]);
    }

    [Fact]
    public async Task Drain_rethrows_a_lost_lease_of_a_write()
    {
        var progress = new StepProgress(_ => throw new LeaseLostException());

        progress.Report("1");

        await Should.ThrowAsync<LeaseLostException>(progress.DrainAsync);
    }

    [Fact]
    public Task Drain_without_reports_completes_at_once() => new StepProgress(_ => throw new InvalidOperationException()).DrainAsync();
}
