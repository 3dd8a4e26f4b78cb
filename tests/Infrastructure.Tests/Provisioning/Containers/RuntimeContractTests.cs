using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

/// <summary>What every container runtime does: the real one, and the fake one that the workers' tests rely on.</summary>
public abstract class RuntimeContractTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    protected abstract IContainerRuntime Runtime { get; }

    /// <summary>Another platform on the same engine.</summary>
    protected abstract IContainerRuntime Other { get; }

    protected abstract string Platform { get; }

    protected abstract string Image { get; }

    protected abstract string ImageId { get; }

    [Fact]
    public async Task Applied_workload_is_created_and_not_started()
    {
        var spec = Workload();

        await Runtime.ApplyAsync(spec, None);

        var seen = (await Runtime.ObserveAsync(spec.Name, None)).ShouldNotBeNull();
        (seen.Name, seen.State, seen.Fingerprint, seen.OnNetwork, seen.StartedAt).ShouldBe((spec.Name, ContainerStatus.Created, "one", true, null));
        (seen.Cpus, seen.MemoryBytes, seen.ExitCode, seen.RestartCount).ShouldBe((0.5m, 64L << 20, 0, 0));
    }

    [Fact]
    public async Task Labels_are_the_workloads_own_and_the_platforms()
    {
        var spec = Workload();
        var expected = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["com.saasodoo.instance"] = "one",
            ["com.saasodoo.managed"] = "true",
            ["com.saasodoo.platform"] = Platform,
            ["com.saasodoo.spec"] = "one",
            ["com.saasodoo.image"] = Image,
        };

        await Runtime.ApplyAsync(spec, None);

        // An image may bring labels of its own.
        var seen = (await Runtime.ObserveAsync(spec.Name, None))!.Labels;
        seen.Where(l => expected.ContainsKey(l.Key)).ToDictionary(StringComparer.Ordinal).ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public async Task Started_twice_it_runs()
    {
        var spec = await StartedAsync();
        var first = await Runtime.ObserveAsync(spec.Name, None);

        await Runtime.StartAsync(spec.Name, None);

        first!.State.ShouldBe(ContainerStatus.Running);
        first.StartedAt.ShouldNotBeNull();
        (await Runtime.ObserveAsync(spec.Name, None))!.StartedAt.ShouldBe(first.StartedAt);
    }

    [Fact]
    public async Task Stopped_twice_it_has_exited()
    {
        var spec = await StartedAsync();

        await Runtime.StopAsync(spec.Name, Grace, None);
        await Runtime.StopAsync(spec.Name, Grace, None);

        var seen = await Runtime.ObserveAsync(spec.Name, None);
        (seen!.State, seen.ExitCode).ShouldBe((ContainerStatus.Exited, 0));
    }

    [Fact]
    public async Task Stopped_before_its_first_start_it_stays_created()
    {
        var spec = Workload();
        await Runtime.ApplyAsync(spec, None);

        await Runtime.StopAsync(spec.Name, Grace, None);

        (await Runtime.ObserveAsync(spec.Name, None))!.State.ShouldBe(ContainerStatus.Created);
    }

    [Fact]
    public async Task Removed_twice_it_is_gone()
    {
        var spec = await StartedAsync();

        await Runtime.RemoveAsync(spec.Name, None);
        await Runtime.RemoveAsync(spec.Name, None);

        (await Runtime.ObserveAsync(spec.Name, None)).ShouldBeNull();
        (await Runtime.ListAsync(None)).ShouldNotContain(w => w.Name == spec.Name);
    }

    [Fact]
    public async Task Missing_container_is_refused_where_it_is_needed_and_ignored_where_it_shall_not_be()
    {
        var nobody = Name("nobody");

        (await Should.ThrowAsync<RefusedException>(Runtime.StartAsync(nobody, None))).Code.ShouldBe("runtime_refused");
        (await Should.ThrowAsync<RefusedException>(Runtime.ConnectAsync(nobody, None))).Code.ShouldBe("runtime_refused");
        await Runtime.StopAsync(nobody, Grace, None);
        await Runtime.RemoveAsync(nobody, None);
        (await Runtime.ObserveAsync(nobody, None)).ShouldBeNull();
        (await Runtime.LogsAsync(nobody, 10, follow: false, None).ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Changed_limits_keep_the_container_and_another_fingerprint_replaces_it()
    {
        var spec = await StartedAsync();

        await Runtime.ApplyAsync(spec with { Cpus = 1, MemoryBytes = 128 << 20 }, None);
        var resized = await Runtime.ObserveAsync(spec.Name, None);
        await Runtime.ApplyAsync(spec with { Fingerprint = "two" }, None);
        var replaced = await Runtime.ObserveAsync(spec.Name, None);

        (resized!.State, resized.Cpus, resized.MemoryBytes).ShouldBe((ContainerStatus.Running, 1m, 128L << 20));
        (replaced!.State, replaced.Fingerprint, replaced.Cpus).ShouldBe((ContainerStatus.Created, "two", 0.5m));
    }

    [Fact]
    public async Task List_has_ones_own_only_and_knows_no_limits()
    {
        var spec = await StartedAsync();
        var theirs = Workload("theirs");
        await Other.ApplyAsync(theirs, None);

        var ours = await Runtime.ListAsync(None);

        var seen = ours.Single(w => w.Name == spec.Name);
        (seen.State, seen.Fingerprint, seen.OnNetwork, seen.Cpus, seen.MemoryBytes, seen.StartedAt)
            .ShouldBe((ContainerStatus.Running, "one", true, 0m, 0L, null));
        ours.ShouldNotContain(w => w.Name == theirs.Name);
        (await Other.ListAsync(None)).Select(w => w.Name).ShouldBe([theirs.Name]);
        await Other.RemoveAsync(theirs.Name, None);
    }

    [Fact]
    public async Task Container_of_another_platform_is_neither_seen_nor_touched()
    {
        var spec = await StartedAsync();

        await Other.StopAsync(spec.Name, Grace, None);
        await Other.RemoveAsync(spec.Name, None);

        (await Other.ObserveAsync(spec.Name, None)).ShouldBeNull();
        (await Should.ThrowAsync<RefusedException>(Other.StartAsync(spec.Name, None))).Code.ShouldBe("runtime_refused");
        (await Should.ThrowAsync<RefusedException>(Other.ApplyAsync(spec, None))).Code.ShouldBe("runtime_refused");
        (await Runtime.ObserveAsync(spec.Name, None))!.State.ShouldBe(ContainerStatus.Running);
    }

    [Fact]
    public async Task Job_reports_its_lines_and_exit_code_and_leaves_nothing()
    {
        var lines = new Lines();
        var job = new JobSpec
        {
            Name = Name("job"),
            Image = Image,
            Command = ["sh", "-c", "echo one; echo two; exit 3"],
            Cpus = 1,
            MemoryBytes = 64 << 20,
            Timeout = TimeSpan.FromMinutes(1),
        };

        var result = await Runtime.RunToCompletionAsync(job, lines, None);

        result.ExitCode.ShouldBe(3);
        result.Tail.ShouldBe(["one", "two"]);
        lines.ShouldBe(["one", "two"]);
        (await Runtime.ObserveAsync(job.Name, None)).ShouldBeNull();
    }

    [Fact]
    public async Task Output_comes_oldest_first_and_its_tail_is_the_end()
    {
        var spec = await StartedAsync("sh", "-c", "echo one; echo two; sleep 600");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        (await Runtime.LogsAsync(spec.Name, 10, follow: true, limit.Token).Take(2).ToListAsync(limit.Token)).ShouldBe(["one", "two"]);
        (await Runtime.LogsAsync(spec.Name, 1, follow: false, None).ToListAsync()).ShouldBe(["two"]);
    }

    [Fact]
    public async Task Volume_is_made_once_and_not_removed_while_it_is_used()
    {
        var volume = Name("volume");
        await Runtime.EnsureVolumeAsync(volume, new Dictionary<string, string> { ["com.saasodoo.instance"] = "one" }, None);
        await Runtime.EnsureVolumeAsync(volume, new Dictionary<string, string> { ["com.saasodoo.instance"] = "two" }, None);
        var spec = Workload() with { Volumes = [new(volume, "/var/lib/odoo")] };
        await Runtime.ApplyAsync(spec, None);

        (await Runtime.ListVolumesAsync(None)).Single(v => v.Name == volume).Labels["com.saasodoo.instance"].ShouldBe("one");
        (await Should.ThrowAsync<RefusedException>(Runtime.RemoveVolumeAsync(volume, None))).Code.ShouldBe("runtime_refused");
        (await Should.ThrowAsync<RefusedException>(Other.EnsureVolumeAsync(volume, new Dictionary<string, string>(), None)))
            .Code.ShouldBe("runtime_refused");
        (await Other.VolumeExistsAsync(volume, None)).ShouldBeFalse();

        await Runtime.RemoveAsync(spec.Name, None);
        await Runtime.RemoveVolumeAsync(volume, None);
        await Runtime.RemoveVolumeAsync(volume, None);
        (await Runtime.VolumeExistsAsync(volume, None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Process_that_a_signal_holds_is_seen_until_it_is_stopped()
    {
        var spec = await StartedAsync();
        (await Runtime.IsFrozenAsync(spec.Name, None)).ShouldBeFalse();

        await FreezeAsync(spec.Name);

        (await Runtime.IsFrozenAsync(spec.Name, None)).ShouldBeTrue();
        (await Other.IsFrozenAsync(spec.Name, None)).ShouldBeFalse();
        await Runtime.StopAsync(spec.Name, TimeSpan.Zero, None);
        (await Runtime.IsFrozenAsync(spec.Name, None)).ShouldBeFalse();
        (await Runtime.ObserveAsync(spec.Name, None))!.State.ShouldBe(ContainerStatus.Exited);
        (await Runtime.IsFrozenAsync(Name("nobody"), None)).ShouldBeFalse();
    }

    protected abstract string Name(string name);

    /// <summary>Sends SIGSTOP to the workload's process.</summary>
    protected abstract Task FreezeAsync(string name);

    /// <param name="command">None: the image's own, which goes on until it is asked to end.</param>
    private async Task<WorkloadSpec> StartedAsync(params string[] command)
    {
        var spec = Workload() with { Command = command };
        await Runtime.ApplyAsync(spec, None);
        await Runtime.StartAsync(spec.Name, None);
        return spec;
    }

    private WorkloadSpec Workload(string name = "work") => new()
    {
        Name = Name(name),
        Image = Image,
        ImageId = ImageId,
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["com.saasodoo.instance"] = "one" },
        Cpus = 0.5m,
        MemoryBytes = 64 << 20,
        Fingerprint = "one",
    };

    private sealed class Lines : List<string>, IProgress<string>
    {
        public void Report(string value) => Add(value);
    }
}
