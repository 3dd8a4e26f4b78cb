using System.Collections.Concurrent;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Templates;
using SaaSOdoo.TestKit;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Templates;

public sealed class BuildProgressTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(15, 50)]
    [InlineData(27, 90)]
    [InlineData(30, 95)]
    [InlineData(3000, 95)]
    public void Share_follows_the_time_the_last_build_took_and_never_says_that_it_is_over(int seconds, int percent) =>
        BuildProgress.Percent(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(30)).ShouldBe(percent);

    [Fact]
    public async Task Progress_moves_while_nothing_is_said_and_ends_with_the_build()
    {
        var build = new TaskCompletionSource<int>();
        var told = new Told();

        var following = new BuildProgress(TimeProvider.System).FollowAsync(build.Task, TimeSpan.FromSeconds(20), told);
        await Eventually.BecomesTrueAsync(() => Task.FromResult(told.Percents.Distinct().Count() >= 3));
        build.SetResult(7);

        (await following).ShouldBe(7);
        told.Percents.ShouldBeInOrder();
    }

    private sealed class Told : IStepProgress
    {
        public ConcurrentQueue<int> Percents { get; } = new();

        public void Report(string value) => throw new InvalidOperationException("Only shares are told here.");

        public void Report(int percent) => Percents.Enqueue(percent);
    }
}
