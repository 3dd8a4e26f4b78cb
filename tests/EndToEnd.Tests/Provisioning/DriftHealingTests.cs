using System.Diagnostics;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Provisioning;

/// <summary>What is done to containers behind the platform's back is mended within seconds, and can be seen in the operations.</summary>
[Collection(EndToEnd.Name)]
public sealed class DriftHealingTests(OdooPlatform platform, RunningInstances running) : IClassFixture<RunningInstances>
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData("rm", "-f", "-v", "CONTAINER")]
    [InlineData("stop", "CONTAINER")]
    [InlineData("kill", "CONTAINER")]
    [InlineData("network", "disconnect", "NETWORK", "CONTAINER")]
    [InlineData("pause", "CONTAINER")]
    public async Task Drift_of_a_running_instance_is_healed(params string[] command)
    {
        var instance = await running.GetAsync();
        var before = await HealingsAsync(instance);

        await DockerCommand.RunAsync(Array.ConvertAll(
            command, word => word switch { "CONTAINER" => instance.Container, "NETWORK" => platform.Network, _ => word }));

        await HealsAsync(instance, before, AtMost);
        (await InstanceResources.OfAsync(platform, instance)).ShouldBe(InstanceResources.OneOfEach(instance));
        (await instance.StatusAsync()).ShouldBe("running");
        (await OdooRpc.ShowsLoginAsync(await instance.UrlAsync())).ShouldBeTrue();
    }

    [Fact]
    public async Task Frozen_instance_is_restarted()
    {
        var instance = await running.GetAsync();
        var before = await HealingsAsync(instance);

        await DockerCommand.RunAsync("kill", "--signal", "STOP", instance.Container);

        // It is given the configured time, a stop that has to become a kill, and a round that sees it.
        await HealsAsync(instance, before, OdooPlatform.UnhealthyAfter + TimeSpan.FromSeconds(40));
        (await instance.OperationsAsync())[0]["steps"]!.AsArray().Select(s => s!.Text("name")).ShouldContain("stop_container");
        (await OdooRpc.ShowsLoginAsync(await instance.UrlAsync())).ShouldBeTrue();
    }

    [Fact]
    public async Task Drift_of_a_stopped_instance_that_was_started_is_healed()
    {
        var instance = await running.GetAsync();
        await instance.DoAsync("stop");
        var before = await HealingsAsync(instance);

        await DockerCommand.RunAsync("start", instance.Container);

        await HealsAsync(instance, before, OdooPlatform.RoundsEvery + AtMost);
        (await InstanceResources.OfAsync(platform, instance))
            .ShouldBe(InstanceResources.OneOfEach(instance).Replace(" running", " exited", StringComparison.Ordinal));
        (await instance.StatusAsync()).ShouldBe("stopped");
        await instance.DoAsync("start");
    }

    // Waits for a healing that was not there before; the newest operation is the first.
    private static async Task HealsAsync(OdooInstance instance, int before, TimeSpan limit)
    {
        var began = Stopwatch.GetTimestamp();
        await Eventually.BecomesTrueAsync(async () => await HealingsAsync(instance) > before, limit);
        Console.WriteLine($"healed within {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        var newest = (await instance.OperationsAsync())[0];
        newest.Text("kind").ShouldBe("heal");
    }

    private static async Task<int> HealingsAsync(OdooInstance instance) =>
        (await instance.OperationsAsync()).Count(o => o.Text("kind") == "heal" && o.Text("status") == "succeeded");
}
