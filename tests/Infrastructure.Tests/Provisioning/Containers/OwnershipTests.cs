using Docker.DotNet.Models;
using SaaSOdoo.Application.Common;
using SaaSOdoo.TestKit.Docker;
using ContainerStatus = SaaSOdoo.Domain.Instances.ContainerStatus;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

/// <summary>Two platforms on one engine: neither sees, changes or removes what the other made, whatever its name.</summary>
public sealed class OwnershipTests(DockerTest docker) : IClassFixture<DockerTest>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Container_of_another_platform_is_not_listed_observed_or_removed()
    {
        await using var other = docker.Again(("Platform:Id", docker.Platform + "-other"));
        var spec = docker.Workload();
        await docker.Runtime.ApplyAsync(spec, None);
        await docker.Runtime.StartAsync(spec.Name, None);

        (await other.Runtime().ListAsync(None)).ShouldBeEmpty();
        (await other.Runtime().ObserveAsync(spec.Name, None)).ShouldBeNull();
        (await other.Runtime().LogsAsync(spec.Name, 10, follow: false, None).ToListAsync()).ShouldBeEmpty();
        await other.Runtime().StopAsync(spec.Name, TimeSpan.Zero, None);
        await other.Runtime().RemoveAsync(spec.Name, None);
        (await Should.ThrowAsync<RefusedException>(other.Runtime().ApplyAsync(spec, None))).Code.ShouldBe("runtime_refused");

        (await docker.Runtime.ListAsync(None)).Single(w => w.Name == spec.Name).State.ShouldBe(ContainerStatus.Running);
    }

    [Fact]
    public async Task A_container_without_our_label_is_never_touched()
    {
        var name = docker.Name("foreign");
        var id = (await docker.Engine.Containers.CreateContainerAsync(new() { Name = name, Image = DockerTest.Image }, None)).ID;
        try
        {
            await docker.Runtime.RemoveAsync(name, None);
            await Should.ThrowAsync<RefusedException>(docker.Runtime.RunToCompletionAsync(docker.Job("true") with { Name = name }, null, None));

            (await docker.InspectAsync(name)).ShouldNotBeNull().ID.ShouldBe(id);
        }
        finally
        {
            await docker.Engine.Containers.RemoveContainerAsync(id, new(), None);
        }
    }

    [Fact]
    public async Task A_container_is_found_by_its_name_only_not_by_its_id()
    {
        var spec = docker.Workload();
        await docker.Runtime.ApplyAsync(spec, None);
        var id = (await docker.InspectAsync(spec.Name))!.ID;

        await docker.Runtime.RemoveAsync(id[..12], None);

        (await docker.Runtime.ObserveAsync(spec.Name, None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Volume_of_another_platform_is_neither_taken_over_nor_removed()
    {
        await using var other = docker.Again(("Platform:Id", docker.Platform + "-other"));
        var name = docker.Name("volume");
        await docker.Runtime.EnsureVolumeAsync(name, new Dictionary<string, string>(), None);

        await Should.ThrowAsync<RefusedException>(other.Runtime().EnsureVolumeAsync(name, new Dictionary<string, string>(), None));
        await other.Runtime().RemoveVolumeAsync(name, None);

        (await other.Runtime().VolumeExistsAsync(name, None)).ShouldBeFalse();
        (await other.Runtime().ListVolumesAsync(None)).ShouldBeEmpty();
        (await docker.Runtime.ListVolumesAsync(None)).ShouldContain(v => v.Name == name);
    }

    [Fact]
    public async Task Resource_usage_of_a_running_container_can_be_read()
    {
        var spec = docker.Workload();
        await docker.Runtime.ApplyAsync(spec, None);
        await docker.Runtime.StartAsync(spec.Name, None);

        var readings = new Readings();
        await docker.Engine.Containers.GetContainerStatsAsync(spec.Name, new() { Stream = false, OneShot = true }, readings, None);

        var stats = readings.ShouldHaveSingleItem();
        stats.MemoryStats!.Limit.ShouldBe((ulong)spec.MemoryBytes);
        stats.MemoryStats.Usage.ShouldNotBeNull().ShouldBeInRange(1UL, (ulong)spec.MemoryBytes);
        stats.PidsStats!.Current.ShouldNotBeNull().ShouldBeInRange(1UL, 512UL);
    }

    private sealed class Readings : List<ContainerStatsResponse>, IProgress<ContainerStatsResponse>
    {
        public void Report(ContainerStatsResponse value) => Add(value);
    }
}
