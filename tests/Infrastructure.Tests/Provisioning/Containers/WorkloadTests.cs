using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.TestKit.Docker;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

public sealed class WorkloadTests(DockerTest docker) : IClassFixture<DockerTest>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Apply_makes_it_but_does_not_start_it()
    {
        var spec = docker.Workload();

        await docker.Runtime.ApplyAsync(spec, None);

        var seen = await docker.Runtime.ObserveAsync(spec.Name, None);
        seen.ShouldNotBeNull();
        (seen.State, seen.Fingerprint, seen.Cpus, seen.MemoryBytes, seen.OnNetwork, seen.StartedAt)
            .ShouldBe((ContainerStatus.Created, "one", 0.5m, 64L << 20, true, null));
        seen.Labels["com.saasodoo.instance"].ShouldBe("work");
        seen.Labels["com.saasodoo.managed"].ShouldBe("true");
        seen.Labels["com.saasodoo.platform"].ShouldBe(docker.Platform);
        seen.Labels["com.saasodoo.spec"].ShouldBe("one");
    }

    [Fact]
    public async Task Every_verb_may_be_repeated()
    {
        var spec = docker.Workload();

        await TwiceAsync(() => docker.Runtime.EnsureNetworkAsync(None));
        await TwiceAsync(() => docker.Runtime.ApplyAsync(spec, None));
        await TwiceAsync(() => docker.Runtime.StartAsync(spec.Name, None));
        await TwiceAsync(() => docker.Runtime.ConnectAsync(spec.Name, None));
        var running = await docker.Runtime.ObserveAsync(spec.Name, None);
        await TwiceAsync(() => docker.Runtime.StopAsync(spec.Name, TimeSpan.FromSeconds(20), None));
        var stopped = await docker.Runtime.ObserveAsync(spec.Name, None);
        await TwiceAsync(() => docker.Runtime.RemoveAsync(spec.Name, None));

        running.ShouldNotBeNull().State.ShouldBe(ContainerStatus.Running);
        running.StartedAt.ShouldNotBeNull();
        (stopped.ShouldNotBeNull().State, stopped.ExitCode).ShouldBe((ContainerStatus.Exited, 0));
        (await docker.Runtime.ObserveAsync(spec.Name, None)).ShouldBeNull();
        await docker.Runtime.StopAsync(spec.Name, TimeSpan.Zero, None);
    }

    [Fact]
    public async Task Changed_limits_are_applied_to_the_running_container()
    {
        var spec = docker.Workload();
        await docker.Runtime.ApplyAsync(spec, None);
        await docker.Runtime.StartAsync(spec.Name, None);
        var before = await docker.InspectAsync(spec.Name);

        // Beyond the old sum of memory and swap, then below the first limit; and one that somebody else has changed.
        await DockerCommand.RunAsync("update", "--pids-limit", "9", spec.Name);
        await docker.Runtime.ApplyAsync(spec with { Cpus = 1.5m, MemoryBytes = 256 << 20 }, None);
        var more = await docker.InspectAsync(spec.Name);
        await docker.Runtime.ApplyAsync(spec with { Cpus = 0.3m, MemoryBytes = 32 << 20 }, None);
        var less = await docker.InspectAsync(spec.Name);

        more!.ID.ShouldBe(before!.ID);
        less!.ID.ShouldBe(before.ID);
        less.State!.StartedAt.ShouldBe(before.State!.StartedAt);
        (more.HostConfig!.NanoCPUs, more.HostConfig.Memory, more.HostConfig.MemorySwap, more.HostConfig.PidsLimit)
            .ShouldBe((1_500_000_000, 256 << 20, 256 << 20, 512));
        (less.HostConfig!.NanoCPUs, less.HostConfig.Memory, less.HostConfig.MemorySwap).ShouldBe((300_000_000, 32 << 20, 32 << 20));
    }

    [Fact]
    public async Task Changed_fingerprint_replaces_the_container()
    {
        var spec = docker.Workload();
        await docker.Runtime.ApplyAsync(spec, None);
        await docker.Runtime.StartAsync(spec.Name, None);
        var before = await docker.InspectAsync(spec.Name);

        await docker.Runtime.ApplyAsync(
            spec with { Fingerprint = "two", Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PLAIN"] = "other" } }, None);

        var after = await docker.InspectAsync(spec.Name);
        after.ShouldNotBeNull().ID.ShouldNotBe(before!.ID);
        after.State!.Status.ShouldBe("created");
        after.Config!.Env.ShouldNotBeNull().ShouldContain("PLAIN=other");
        (await docker.InspectAsync(before.ID)).ShouldBeNull();
    }

    [Fact]
    public async Task A_replacement_that_cannot_be_made_leaves_the_old_one_running()
    {
        var spec = docker.Workload();
        await docker.Runtime.ApplyAsync(spec, None);
        await docker.Runtime.StartAsync(spec.Name, None);

        var refused = await Should.ThrowAsync<RefusedException>(
            docker.Runtime.ApplyAsync(spec with { Fingerprint = "two", ImageId = "saasodoo/no-such-image:1" }, None));

        refused.Code.ShouldBe("image_not_found");
        var still = await docker.Runtime.ObserveAsync(spec.Name, None);
        (still!.State, still.Fingerprint).ShouldBe((ContainerStatus.Running, "one"));
    }

    [Fact]
    public async Task Container_left_by_a_crash_before_its_files_is_not_seen_and_recreated()
    {
        var spec = docker.Workload();
        // The crash: created under the name it has until its files are in.
        await docker.Runtime.ApplyAsync(spec with { Name = spec.Name + ".new", Files = [] }, None);
        var seen = await docker.Runtime.ObserveAsync(spec.Name, None);
        var listed = await docker.Runtime.ListAsync(None);

        await docker.Runtime.ApplyAsync(spec, None);

        seen.ShouldBeNull();
        listed.ShouldNotContain(w => w.Name.StartsWith(spec.Name, StringComparison.Ordinal));
        (await docker.HasFileAsync(spec.Name, "/etc/odoo/odoo.conf")).ShouldBeTrue();
        (await docker.InspectAsync(spec.Name + ".new")).ShouldBeNull();
    }

    [Fact]
    public async Task Files_are_rewritten_unless_it_runs()
    {
        var spec = docker.Workload() with { Command = ["sh", "-c", "cat /etc/odoo/odoo.conf; echo; exec sleep 600"] };
        await docker.Runtime.ApplyAsync(spec, None);
        await docker.Runtime.ApplyAsync(spec with { Files = [spec.Files[0] with { Content = "second" }] }, None);
        await docker.Runtime.StartAsync(spec.Name, None);
        await docker.Runtime.ApplyAsync(spec with { Files = [spec.Files[0] with { Content = "third" }] }, None);
        await docker.Runtime.StopAsync(spec.Name, TimeSpan.Zero, None);
        await docker.Runtime.StartAsync(spec.Name, None);
        await docker.Runtime.StopAsync(spec.Name, TimeSpan.Zero, None);

        (await docker.LinesAsync(spec.Name)).ShouldBe(["second", "second"]);
    }

    [Fact]
    public async Task An_owner_the_image_does_not_know_is_refused()
    {
        var spec = docker.Workload() with { Files = [new("/etc/odoo/odoo.conf", "x", 0b100_000_000, "nobody-here")] };

        var refused = await Should.ThrowAsync<RefusedException>(docker.Runtime.ApplyAsync(spec, None));

        (refused.Code, refused.Message).ShouldBe(("runtime_refused", "The image has no user called nobody-here."));
    }

    [Fact]
    public async Task A_port_in_use_has_a_name_of_its_own()
    {
        var first = docker.Workload() with { Ports = [new(8069, DockerTest.FreePort())] };
        var second = docker.Workload() with { Ports = first.Ports };
        await docker.Runtime.ApplyAsync(first, None);
        await docker.Runtime.ApplyAsync(second, None);
        await docker.Runtime.StartAsync(first.Name, None);

        var byContainer = await Should.ThrowAsync<RefusedException>(docker.Runtime.StartAsync(second.Name, None));

        byContainer.Code.ShouldBe("port_taken");
        await docker.Runtime.StopAsync(first.Name, TimeSpan.Zero, None);
        await docker.Runtime.StartAsync(second.Name, None);
        (await docker.Runtime.ObserveAsync(second.Name, None))!.State.ShouldBe(ContainerStatus.Running);
    }

    [Fact]
    public async Task A_port_used_by_another_process_of_the_host_is_taken_as_well()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var spec = docker.Workload() with { Ports = [new(8069, ((System.Net.IPEndPoint)listener.LocalEndpoint).Port)] };
        await docker.Runtime.ApplyAsync(spec, None);

        (await Should.ThrowAsync<RefusedException>(docker.Runtime.StartAsync(spec.Name, None))).Code.ShouldBe("port_taken");
    }

    [Fact]
    public async Task The_anonymous_volumes_of_the_image_go_with_the_container()
    {
        var spec = docker.Workload();
        await docker.Runtime.ApplyAsync(spec, None);
        var volume = (await docker.InspectAsync(spec.Name))!.Mounts.ShouldHaveSingleItem().Name.ShouldNotBeNull();

        await docker.Runtime.RemoveAsync(spec.Name, None);

        (await docker.HasVolumeAsync(volume)).ShouldBeFalse();
    }

    [Fact]
    public async Task Removed_by_several_at_once_it_is_gone_for_all_of_them()
    {
        var spec = docker.Workload();
        await docker.Runtime.ApplyAsync(spec, None);
        await docker.Runtime.StartAsync(spec.Name, None);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await docker.Runtime.RemoveAsync(spec.Name, None);
            (await docker.Runtime.ObserveAsync(spec.Name, None)).ShouldBeNull();
        }));
    }

    private static async Task TwiceAsync(Func<Task> verb)
    {
        await verb();
        await verb();
    }
}
