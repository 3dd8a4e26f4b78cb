using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Provisioning;

/// <summary>What is done to containers behind the platform's back is mended within a minute, and can be seen in the operations.</summary>
[Collection(EndToEnd.Name)]
public sealed class DriftHealingTests(OdooPlatform platform, RunningInstances running) : IClassFixture<RunningInstances>
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("rm", "-f", "-v", "CONTAINER")]
    [InlineData("stop", "CONTAINER")]
    [InlineData("network", "disconnect", "NETWORK", "CONTAINER")]
    [InlineData("pause", "CONTAINER")]
    public async Task Drift_of_a_running_instance_is_healed(params string[] command)
    {
        var instance = await running.GetAsync();
        var before = await HealingsAsync(instance);

        await DockerCommand.RunAsync(Array.ConvertAll(
            command, word => word switch { "CONTAINER" => instance.Container, "NETWORK" => platform.Network, _ => word }));

        await HealsAsync(instance, before);
        (await InstanceResources.OfAsync(platform, instance)).ShouldBe(InstanceResources.OneOfEach(instance));
        (await instance.StatusAsync()).ShouldBe("running");
        (await OdooRpc.ShowsLoginAsync(await instance.UrlAsync())).ShouldBeTrue();
    }

    [Fact]
    public async Task Drift_of_a_stopped_instance_that_was_started_is_healed()
    {
        var instance = await running.GetAsync();
        await instance.DoAsync("stop");
        var before = await HealingsAsync(instance);

        await DockerCommand.RunAsync("start", instance.Container);

        await HealsAsync(instance, before);
        (await InstanceResources.OfAsync(platform, instance))
            .ShouldBe(InstanceResources.OneOfEach(instance).Replace(" running", " exited", StringComparison.Ordinal));
        (await instance.StatusAsync()).ShouldBe("stopped");
        await instance.DoAsync("start");
    }

    // Waits for a healing that was not there before; the newest operation is the first.
    private static async Task HealsAsync(OdooInstance instance, int before)
    {
        await Eventually.BecomesTrueAsync(async () => await HealingsAsync(instance) > before, Minute);
        var newest = (await instance.OperationsAsync())[0];
        newest.Text("kind").ShouldBe("heal");
    }

    private static async Task<int> HealingsAsync(OdooInstance instance) =>
        (await instance.OperationsAsync()).Count(o => o.Text("kind") == "heal" && o.Text("status") == "succeeded");
}
