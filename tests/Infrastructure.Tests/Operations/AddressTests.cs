using SaaSOdoo.Application.Instances;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>An instance's port is taken while it runs; where it answers, its database says so too.</summary>
public sealed class AddressTests : OperationHostTest
{
    [Fact]
    public async Task Stopped_instance_gives_its_port_back_and_starts_on_it_again()
    {
        var id = await Host.ProvisionAsync();
        var had = (await Host.InstanceAsync(id)).Allocation;
        Host.Runtime.Addresses[had.Database].ShouldBe(had.Url);

        await PowerAsync(id, start: false);
        var stopped = (await Host.InstanceAsync(id)).Allocation;
        (stopped.Port, stopped.Url, stopped.PublishedAt).ShouldBe((null, null, null));

        Host.Runtime.Calls.Clear();
        await PowerAsync(id, start: true);
        var again = (await Host.InstanceAsync(id)).Allocation;
        (again.Port, again.Url).ShouldBe((had.Port, had.Url));
        Host.Runtime.Calls.ShouldNotContain("ChangeAddress");
    }

    [Fact]
    public async Task Instance_whose_port_was_taken_meanwhile_gets_another_and_its_database_is_told()
    {
        var id = await Host.ProvisionAsync();
        var had = (await Host.InstanceAsync(id)).Allocation;
        await PowerAsync(id, start: false);
        var other = await Host.ProvisionAsync();
        await Host.ExecuteAsync($"update instance_allocations set port = {had.Port} where instance_id = '{other.Value}'");

        await PowerAsync(id, start: true);

        var now = (await Host.InstanceAsync(id)).Allocation;
        now.Port.ShouldNotBeNull().ShouldNotBe(had.Port!.Value);
        Host.Runtime.Addresses[now.Database].ShouldBe(now.Url);
        now.ToldUrl.ShouldBe(now.Url);
        Host.Runtime.Applied[now.Workload].Ports.Single().HostPort.ShouldBe(now.Port!.Value);
    }

    private async Task PowerAsync(InstanceId id, bool start)
    {
        (await Host.SendAsync(new ActOnInstance(id, start ? InstanceAction.Start : InstanceAction.Stop))).IsFailure.ShouldBeFalse();
        await Host.RunNextAsync();
        (await Host.InstanceAsync(id)).Status.ShouldBe(start ? InstanceStatus.Running : InstanceStatus.Stopped);
    }
}
