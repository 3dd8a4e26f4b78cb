using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.TestKit.Docker;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

public sealed class OutageTests(DockerTest docker) : IClassFixture<DockerTest>, IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly SwitchableProxy proxy = SwitchableProxy.ToUnixSocket(docker.Socket);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => proxy.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_verb_says_that_the_engine_does_not_answer()
    {
        await using var away = Through();
        proxy.SwitchOff();
        var runtime = away.Runtime();
        var spec = docker.Workload();
        var path = new VolumePath("v", "/v", "d");
        Func<Task>[] verbs =
        [
            () => runtime.PingAsync(None),
            () => runtime.EnsureImageAsync(DockerTest.Image, new Progress<string>(), None),
            () => runtime.FindImageAsync(DockerTest.Image, None),
            () => runtime.EnsureNetworkAsync(None),
            () => runtime.EnsureVolumeAsync("v", new Dictionary<string, string>(), None),
            () => runtime.VolumeExistsAsync("v", None),
            () => runtime.SeedVolumeAsync(path, path, DockerTest.Image, None),
            () => runtime.RemoveVolumeAsync("v", None),
            () => runtime.ApplyAsync(spec, None),
            () => runtime.ConnectAsync(spec.Name, None),
            () => runtime.StartAsync(spec.Name, None),
            () => runtime.StopAsync(spec.Name, TimeSpan.Zero, None),
            () => runtime.RemoveAsync(spec.Name, None),
            () => runtime.ObserveAsync(spec.Name, None),
            () => runtime.IsFrozenAsync(spec.Name, None),
            () => runtime.ListAsync(None),
            () => runtime.ListVolumesAsync(None),
            () => runtime.RunToCompletionAsync(docker.Job("true"), null, None),
            () => runtime.LogsAsync(spec.Name, 1, follow: false, None).ToListAsync().AsTask(),
            () => runtime.WatchAsync(DateTimeOffset.UnixEpoch, None).ToListAsync().AsTask(),
        ];
        verbs.Length.ShouldBe(typeof(IContainerRuntime).GetMethods().Length);

        foreach (var verb in verbs)
            (await Should.ThrowAsync<DependencyUnavailableException>(verb)).Message.ShouldBe("the container engine does not answer.");
    }

    [Fact]
    public async Task Engine_that_accepts_but_never_answers_times_out()
    {
        await using var away = Through();
        await away.Runtime().PingAsync(None);
        proxy.Hang();
        var watch = Stopwatch.StartNew();

        await Should.ThrowAsync<DependencyUnavailableException>(away.Runtime().ListAsync(None));

        watch.Elapsed.ShouldBeInRange(Limit - TimeSpan.FromMilliseconds(100), Limit + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_callers_own_cancellation_stays_a_cancellation()
    {
        await using var away = Through();
        proxy.Hang();
        using var cancelled = new CancellationTokenSource();
        var listing = away.Runtime().ListAsync(cancelled.Token);
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(listing);
    }

    [Fact]
    public async Task When_the_engine_is_back_the_same_client_goes_on()
    {
        await using var away = Through();
        await away.Runtime().ListAsync(None);
        proxy.SwitchOff();
        await Should.ThrowAsync<DependencyUnavailableException>(away.Runtime().ListAsync(None));
        proxy.SwitchOn();

        await away.Runtime().ListAsync(None);
    }

    [Fact]
    public async Task Streams_that_are_cut_say_so()
    {
        await using var away = Through();
        var spec = docker.Workload() with { Command = ["sh", "-c", "echo here; exec sleep 600"] };
        await docker.Runtime.ApplyAsync(spec, None);
        await docker.Runtime.StartAsync(spec.Name, None);
        await using var events = away.Runtime().WatchAsync(TimeProvider.System.GetUtcNow().AddMinutes(-1), None).GetAsyncEnumerator();
        await using var lines = away.Runtime().LogsAsync(spec.Name, 10, follow: true, None).GetAsyncEnumerator();
        (await events.MoveNextAsync()).ShouldBeTrue();
        (await lines.MoveNextAsync()).ShouldBeTrue();

        proxy.SwitchOff();

        await Should.ThrowAsync<DependencyUnavailableException>(async () =>
        {
            while (await events.MoveNextAsync())
            {
                // Those that were on their way.
            }
        });
        await Should.ThrowAsync<DependencyUnavailableException>(async () => await lines.MoveNextAsync());
    }

    [Fact]
    public async Task A_job_whose_engine_goes_away_says_so_and_the_next_run_clears_up()
    {
        await using var away = Through();
        var job = docker.Job("sh", "-c", "echo here; sleep 600");

        await Should.ThrowAsync<DependencyUnavailableException>(
            away.Runtime().RunToCompletionAsync(job, new Act(proxy.SwitchOff), None));

        (await docker.Runtime.RunToCompletionAsync(job with { Command = ["echo", "again"] }, null, None)).Tail.ShouldBe(["again"]);
    }

    private ServiceProvider Through() => docker.Again(("Docker:Endpoint", proxy.Endpoint), ("Docker:CallTimeout", Limit.ToString()));

    private sealed class Act(Action action) : IProgress<string>
    {
        public void Report(string value) => action();
    }
}
