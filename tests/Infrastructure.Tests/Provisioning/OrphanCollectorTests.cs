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
        var nobody = NewId.Of<InstanceId>(Host.Clock.Now);
        Show("saasodoo-orphan", nobody);

        Host.Advance(Grace);
        await CollectAsync();
        Host.Runtime.Workloads.Keys.ShouldBe(["saasodoo-orphan"]);
        Host.Runtime.Volumes.Keys.ShouldBe(["saasodoo-orphan"]);

        Host.Advance(TimeSpan.FromSeconds(1));
        await CollectAsync();
        Host.Runtime.Workloads.ShouldBeEmpty();
        Host.Runtime.Volumes.Keys.ShouldBe(["saasodoo-orphan"]);
    }

    [Fact]
    public async Task Container_and_volume_of_an_instance_are_no_orphans()
    {
        await Host.ProvisionAsync();
        Host.Advance(TimeSpan.FromDays(1));

        await CollectAsync();

        (Host.Runtime.Workloads.Count, Host.Runtime.Volumes.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Orphans_of_a_terminated_instance_are_removed()
    {
        var id = await Host.ProvisionAsync();
        var name = (await Host.InstanceAsync(id)).Allocation.Workload;
        await Host.SendAsync(new Application.Instances.TerminateInstance(id));
        await Host.RunNextAsync();
        Show(name, id);
        Host.Advance(TimeSpan.FromDays(1));

        await CollectAsync();

        Host.Runtime.Workloads.ShouldBeEmpty();
        Host.Runtime.Volumes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Second_container_of_an_instance_is_an_orphan_unless_an_operation_is_active()
    {
        var id = await Host.ProvisionAsync();
        var own = (await Host.InstanceAsync(id)).Allocation.Workload;
        Show("saasodoo-second", id);
        Host.Advance(TimeSpan.FromDays(1));
        await Host.ActAsync(id, (i, by) => i.Restart(new(IsActive: true), by, Host.Clock.Now).Value);

        await CollectAsync();
        Host.Runtime.Workloads.Keys.ShouldBe([own, "saasodoo-second"], ignoreOrder: true);

        await Host.RunNextAsync();
        await CollectAsync();
        Host.Runtime.Workloads.Keys.ShouldBe([own]);
        Host.Runtime.Volumes.Keys.ShouldContain(own);
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
        Host.Runtime.Show("somebody-else", ContainerStatus.Running, labels, Host.Clock.Now);
        Host.Runtime.ShowVolume("template", labels, Host.Clock.Now);
        Host.Advance(TimeSpan.FromDays(365));

        await CollectAsync();

        (Host.Runtime.Workloads.Count, Host.Runtime.Volumes.Count).ShouldBe((1, 1));
        Host.Runtime.Calls.ShouldBe(["List", "ListVolumes"]);
    }

    private Task CollectAsync() => Host.InScopeAsync<OrphanCollector>(c => c.CollectAsync(CancellationToken.None));

    private void Show(string name, InstanceId instance)
    {
        var labels = WorkloadSpecs.LabelsOf(instance.Value);
        Host.Runtime.Show(name, ContainerStatus.Running, labels, Host.Clock.Now);
        Host.Runtime.ShowVolume(name, labels, Host.Clock.Now);
    }
}
