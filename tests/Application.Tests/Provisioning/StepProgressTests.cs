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
        var progress = new StepProgress(async (text, _) =>
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
        var progress = new StepProgress((_, _) => throw new LeaseLostException());

        progress.Report("1");

        await Should.ThrowAsync<LeaseLostException>(progress.DrainAsync);
    }

    [Fact]
    public Task Drain_without_reports_completes_at_once() => new StepProgress((_, _) => throw new InvalidOperationException()).DrainAsync();

    [Fact]
    public async Task Share_of_the_step_that_is_done_is_written_with_the_newest_detail_and_once()
    {
        var written = new List<(string, int?)>();
        var progress = new StepProgress((text, percent) =>
        {
            written.Add((text, percent));
            return Task.CompletedTask;
        });

        progress.Report("Building");
        await progress.DrainAsync();
        foreach (var percent in new[] { 10, 10, 20 })
        {
            ((IStepProgress)progress).Report(percent);
            await progress.DrainAsync();
        }

        written.ShouldBe([("Building", null), ("Building", 10), ("Building", 20)]);
    }
}
