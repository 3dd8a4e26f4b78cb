using SaaSOdoo.Application.Operations;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Application.Tests.Provisioning;

public sealed class StepProgressTests
{
    [Fact]
    public async Task While_one_report_is_written_only_the_newest_of_the_others_is_kept()
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
    public async Task Draining_tells_what_writing_met()
    {
        var progress = new StepProgress(_ => throw new LeaseLostException());

        progress.Report("1");

        await Should.ThrowAsync<LeaseLostException>(progress.DrainAsync);
    }

    [Fact]
    public Task Draining_nothing_is_done_at_once() => new StepProgress(_ => throw new InvalidOperationException()).DrainAsync();
}
