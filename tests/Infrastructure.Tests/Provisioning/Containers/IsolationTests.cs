using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

public sealed class IsolationTests(DockerTest docker) : IClassFixture<DockerTest>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_host_reaches_a_workload_and_another_container_does_not()
    {
        var (spec, address) = await ServingAsync();

        (await ReadAsync(spec.Ports[0].HostPort)).ShouldBe("hello\n");
        (await KnockAsync(address, 8069)).ShouldBe("unreachable");
        // The host gets an answer there: address and port are right.
        using var direct = new HttpClient();
        (await direct.GetStringAsync(new Uri($"http://{address}:8069/"))).ShouldBe("hello\n");
    }

    [Fact]
    public async Task A_container_reaches_the_gateway_where_the_database_listens()
    {
        var database = await PostgresServer.InstancesAsync();

        (await KnockAsync(docker.Network.Gateway, database.Port)).ShouldBe("reached");
    }

    [Fact]
    public async Task After_a_disconnect_connecting_publishes_the_port_again()
    {
        var (spec, _) = await ServingAsync();
        await docker.CutOffAsync(spec.Name);
        (await docker.Runtime.ObserveAsync(spec.Name, None))!.OnNetwork.ShouldBeFalse();
        using var client = new HttpClient();
        await Should.ThrowAsync<HttpRequestException>(client.GetAsync(Url(spec.Ports[0].HostPort)));

        await docker.Runtime.ConnectAsync(spec.Name, None);

        (await docker.Runtime.ObserveAsync(spec.Name, None))!.OnNetwork.ShouldBeTrue();
        (await ReadAsync(spec.Ports[0].HostPort)).ShouldBe("hello\n");
    }

    [Fact]
    public async Task A_network_of_our_name_that_lets_containers_talk_is_refused()
    {
        var name = docker.Name("open");
        var subnet = docker.Network.Subnet.Replace("10.213.", "10.212.", StringComparison.Ordinal);
        var gateway = docker.Network.Gateway.Replace("10.213.", "10.212.", StringComparison.Ordinal);
        await docker.Engine.Networks.CreateNetworkAsync(new()
        {
            Name = name,
            IPAM = new() { Config = [new() { Subnet = subnet, Gateway = gateway }] },
            Options = new Dictionary<string, string>(StringComparer.Ordinal),
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["com.saasodoo.platform"] = docker.Platform },
        }, None);
        await using var again = docker.Again(
            ("Provisioning:Network:Name", name), ("Provisioning:Network:Subnet", subnet), ("Provisioning:Network:Gateway", gateway));

        (await Should.ThrowAsync<RefusedException>(again.Runtime().EnsureNetworkAsync(None))).Code.ShouldBe("runtime_refused");
    }

    [Fact]
    public async Task A_subnet_in_use_is_refused_with_a_hint()
    {
        await using var again = docker.Again(("Provisioning:Network:Name", docker.Name("twin")));

        var refused = await Should.ThrowAsync<RefusedException>(again.Runtime().EnsureNetworkAsync(None));

        refused.Message.ShouldContain(docker.Network.Subnet);
    }

    private async Task<(WorkloadSpec Spec, string Address)> ServingAsync()
    {
        var spec = docker.Workload() with { Ports = [new(8069, DockerTest.FreePort())] };
        await docker.Runtime.ApplyAsync(spec, None);
        await docker.Runtime.StartAsync(spec.Name, None);
        await docker.FirstLineAsync(spec.Name, "serving");
        var found = await docker.InspectAsync(spec.Name);
        return (spec, found!.NetworkSettings!.Networks[docker.Network.Name].IPAddress);
    }

    // From inside a container of its own. Whoever listens hangs up on what it does not understand: nc goes on until then. busybox's static wget dies of a segmentation fault, which looks like "unreachable".
    private async Task<string> KnockAsync(string address, int port) =>
        (await docker.ShellAsync($"echo no-protocol | nc -w 3 {address} {port} > /dev/null 2>&1 && echo reached || echo unreachable")).ShouldHaveSingleItem();

    private static async Task<string> ReadAsync(int port)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        return await client.GetStringAsync(Url(port));
    }

    private static Uri Url(int port) => new($"http://127.0.0.1:{port}/");
}
