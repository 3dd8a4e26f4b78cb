using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning;

/// <summary>What belongs to no live instance goes; all else is never touched.</summary>
public sealed class OrphanCollectorTests : OperationHostTest
{
    private static readonly TimeSpan Grace = new ProvisioningOptions().OrphanGrace;

    [Fact]
    public async Task Orphan_container_is_removed_after_the_grace_time_and_its_volume_kept()
    {
        var nobody = NewId.Of<InstanceId>(Shop.Clock.Now);
        Show("saasodoo-orphan", nobody);

        Shop.Advance(Grace);
        await CollectAsync();
        Shop.World.Workloads.Keys.ShouldBe(["saasodoo-orphan"]);
        Shop.World.Volumes.Keys.ShouldBe(["saasodoo-orphan"]);

        Shop.Advance(TimeSpan.FromSeconds(1));
        await CollectAsync();
        Shop.World.Workloads.ShouldBeEmpty();
        Shop.World.Volumes.Keys.ShouldBe(["saasodoo-orphan"]);
    }

    [Fact]
    public async Task Container_and_volume_of_an_instance_are_no_orphans()
    {
        await Shop.ProvisionAsync();
        Shop.Advance(TimeSpan.FromDays(1));

        await CollectAsync();

        (Shop.World.Workloads.Count, Shop.World.Volumes.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Orphans_of_a_terminated_instance_are_removed()
    {
        var id = await Shop.ProvisionAsync();
        var name = (await Shop.InstanceAsync(id)).Allocation.Workload;
        await Shop.SendAsync(new Application.Instances.TerminateInstance(id));
        await Shop.RunNextAsync();
        Show(name, id);
        Shop.Advance(TimeSpan.FromDays(1));

        await CollectAsync();

        Shop.World.Workloads.ShouldBeEmpty();
        Shop.World.Volumes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Second_container_of_an_instance_is_an_orphan_unless_an_operation_is_active()
    {
        var id = await Shop.ProvisionAsync();
        var own = (await Shop.InstanceAsync(id)).Allocation.Workload;
        Show("saasodoo-second", id);
        Shop.Advance(TimeSpan.FromDays(1));
        await Shop.ActAsync(id, (i, by) => i.Restart(new(IsActive: true), by, Shop.Clock.Now).Value);

        await CollectAsync();
        Shop.World.Workloads.Keys.ShouldBe([own, "saasodoo-second"], ignoreOrder: true);

        await Shop.RunNextAsync();
        await CollectAsync();
        Shop.World.Workloads.Keys.ShouldBe([own]);
        Shop.World.Volumes.Keys.ShouldContain(own);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not an id")]
    public async Task Resources_without_an_instance_label_are_never_collected_as_orphans(string? label)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["com.saasodoo.managed"] = "true" };
        if (label is not null)
            labels[WorkloadSpecs.InstanceLabel] = label;
        Shop.World.Show("somebody-else", ContainerStatus.Running, labels, Shop.Clock.Now);
        Shop.World.ShowVolume("template", labels, Shop.Clock.Now);
        Shop.Advance(TimeSpan.FromDays(365));

        await CollectAsync();

        (Shop.World.Workloads.Count, Shop.World.Volumes.Count).ShouldBe((1, 1));
        Shop.World.Calls.ShouldBe(["List", "ListVolumes"]);
    }

    private Task CollectAsync() => Shop.InScopeAsync<OrphanCollector>(c => c.CollectAsync(CancellationToken.None));

    private void Show(string name, InstanceId instance)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { [WorkloadSpecs.InstanceLabel] = instance.Value.ToString() };
        Shop.World.Show(name, ContainerStatus.Running, labels, Shop.Clock.Now);
        Shop.World.ShowVolume(name, labels, Shop.Clock.Now);
    }
}
