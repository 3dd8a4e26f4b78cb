using SaaSOdoo.Application.Common;
using SaaSOdoo.TestKit.Docker;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

public sealed class JobTests(DockerTest docker) : IClassFixture<DockerTest>
{
    [Fact]
    public async Task A_job_reports_both_streams_by_lines_and_its_exit_code()
    {
        var lines = new List<string>();
        var job = docker.Job("sh", "-c", "echo one; echo two >&2; printf three; exit 3");

        var result = await docker.Runtime.RunToCompletionAsync(job, new Collect(lines), CancellationToken.None);

        result.ExitCode.ShouldBe(3);
        lines.Order(StringComparer.Ordinal).ShouldBe(["one", "three", "two"]);
        result.Tail.ShouldBe(lines);
        (await docker.Runtime.ObserveAsync(job.Name, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Only_the_last_200_lines_are_kept()
    {
        var result = await docker.Runtime.RunToCompletionAsync(docker.Job("seq", "1", "500"), null, CancellationToken.None);

        result.Tail.Count.ShouldBe(200);
        result.Tail[0].ShouldBe("301");
        result.Tail[^1].ShouldBe("500");
    }

    [Fact]
    public async Task Job_that_exceeds_its_timeout_is_killed_and_removed()
    {
        var job = docker.Job("sh", "-c", "echo started; sleep 600") with { Timeout = TimeSpan.FromSeconds(2) };

        var result = await docker.Runtime.RunToCompletionAsync(job, null, CancellationToken.None);

        result.ExitCode.ShouldBe(124);
        result.Tail.ShouldBe(["started", "Killed: it did not end within 00:00:02."]);
        (await docker.InspectAsync(job.Name)).ShouldBeNull();
    }

    [Fact]
    public async Task A_cancelled_job_is_removed()
    {
        var job = docker.Job("sh", "-c", "echo started; sleep 600");
        using var cancelled = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(
            docker.Runtime.RunToCompletionAsync(job, new Act(cancelled.Cancel), cancelled.Token));

        (await docker.InspectAsync(job.Name)).ShouldBeNull();
    }

    [Fact]
    public async Task A_cancelled_job_removes_its_own_container_and_not_another_that_has_its_name_by_now()
    {
        var job = docker.Job("sh", "-c", "echo started; sleep 600");
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancelled = new CancellationTokenSource();
        var running = docker.Runtime.RunToCompletionAsync(job, new Act(() => started.TrySetResult()), cancelled.Token);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var own = await DockerCommand.RunAsync("inspect", "--format", "{{.Id}}", job.Name);
        await DockerCommand.RunAsync("rename", own, $"{job.Name}-before");
        await docker.Runtime.ApplyAsync(docker.Workload() with { Name = job.Name }, CancellationToken.None);

        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(running);
        (await DockerCommand.TryAsync("inspect", own)).ExitCode.ShouldNotBe(0);
        (await docker.Runtime.ObserveAsync(job.Name, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Job_container_left_by_a_crash_is_removed_first()
    {
        var job = docker.Job("echo", "done");
        await docker.Runtime.ApplyAsync(docker.Workload() with { Name = job.Name }, CancellationToken.None);

        (await docker.Runtime.RunToCompletionAsync(job, null, CancellationToken.None)).Tail.ShouldBe(["done"]);
    }

    [Fact]
    public async Task A_job_gets_files_with_mode_and_owner()
    {
        var job = docker.Job("sh", "-c", "id -u; stat -c '%a %u %g' /etc/odoo/odoo.conf; cat /etc/odoo/odoo.conf") with
        {
            Files = [new("/etc/odoo/odoo.conf", "content", 0b100_000_000, "odoo")],
        };

        var result = await docker.Runtime.RunToCompletionAsync(job, null, CancellationToken.None);

        result.Tail.ShouldBe(["101", "400 101 102", "content"]);
    }

    [Fact]
    public async Task A_missing_image_is_refused_by_name_of_the_trouble()
    {
        var job = docker.Job("true") with { Image = "saasodoo/no-such-image:1" };

        var refused = await Should.ThrowAsync<RefusedException>(docker.Runtime.RunToCompletionAsync(job, null, CancellationToken.None));

        refused.Code.ShouldBe("image_not_found");
    }

    private sealed class Collect(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }

    private sealed class Act(Action action) : IProgress<string>
    {
        public void Report(string value) => action();
    }
}
