using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.TestKit.Docker;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

public sealed class StreamTests(DockerTest docker) : IClassFixture<DockerTest>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_tail_is_the_last_lines_oldest_first()
    {
        var spec = await StartedAsync("seq 1 50; echo ready; exec sleep 600");
        await docker.FirstLineAsync(spec.Name, "ready");

        (await docker.Runtime.LogsAsync(spec.Name, 3, follow: false, None).ToListAsync()).ShouldBe(["49", "50", "ready"]);
    }

    [Fact]
    public async Task Followed_output_comes_while_the_container_runs_and_ends_with_it()
    {
        // The container says the second line only after the first one has been read here.
        var spec = await StartedAsync("echo first; until test -e /tmp/go; do sleep 0.1; done; echo second");
        var lines = new List<string>();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        await foreach (var line in docker.Runtime.LogsAsync(spec.Name, 10, follow: true, limit.Token))
        {
            lines.Add(line);
            if (line == "first")
                await docker.TouchAsync(spec.Name, "/tmp", "go");
        }

        lines.ShouldBe(["first", "second"]);
        await docker.Runtime.RemoveAsync(spec.Name, None);
    }

    [Fact]
    public async Task Following_ends_when_it_is_cancelled()
    {
        var spec = await StartedAsync("echo first; exec sleep 600");
        using var cancelled = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in docker.Runtime.LogsAsync(spec.Name, 10, follow: true, cancelled.Token))
                await cancelled.CancelAsync();
        });
    }

    [Fact]
    public async Task A_workload_that_does_not_exist_has_no_output() =>
        (await docker.LinesAsync(docker.Name("nobody"))).ShouldBeEmpty();

    [Fact]
    public async Task Watch_replays_past_container_events_and_streams_new_ones()
    {
        var since = TimeProvider.System.GetUtcNow();
        var spec = await StartedAsync("exec sleep 600");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var seen = new List<RuntimeEvent>();

        await foreach (var happened in docker.Runtime.WatchAsync(since, limit.Token).Where(e => e.Name == spec.Name))
        {
            seen.Add(happened);
            if (happened.Type == "start")
                await docker.CutOffAsync(spec.Name);
            if (happened.Type == "disconnect")
                await docker.Runtime.RemoveAsync(spec.Name, None);
            if (happened.Type == "destroy")
                break;
        }

        seen.Select(e => e.Type).ShouldBe(["rename", "connect", "start", "disconnect", "die", "destroy"]);
        seen.ShouldAllBe(e => e.At >= since && e.Labels["com.saasodoo.instance"] == "work" && !e.Labels.ContainsKey("image"));
    }

    [Fact]
    public async Task Watching_from_now_replays_nothing_and_tells_nothing_of_others()
    {
        await StartedAsync("exec sleep 600");
        await using var other = docker.Again(("Platform:Id", docker.Platform + "-other"));
        var theirs = docker.Workload("theirs");
        var ours = docker.Workload("ours");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var first = docker.Runtime.WatchAsync(TimeProvider.System.GetUtcNow(), limit.Token).FirstAsync(limit.Token);

        await other.Runtime().ApplyAsync(theirs, None);
        await other.Runtime().RemoveAsync(theirs.Name, None);
        await docker.Runtime.ApplyAsync(ours, None);

        (await first).Name.ShouldBe(ours.Name);
    }

    private async Task<WorkloadSpec> StartedAsync(string script)
    {
        var spec = docker.Workload() with { Command = ["sh", "-c", script] };
        await docker.Runtime.ApplyAsync(spec, None);
        await docker.Runtime.StartAsync(spec.Name, None);
        return spec;
    }
}
