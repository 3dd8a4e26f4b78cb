using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

/// <summary>With the egress rules on, as eng/test sets them: from inside a container.</summary>
public sealed class EgressTests(DockerTest docker) : IClassFixture<DockerTest>
{
    [Fact]
    public async Task Container_reaches_PostgreSQL_on_the_gateway_and_no_other_port_of_the_host()
    {
        RequireRules();
        var postgres = await PostgresServer.InstancesAsync();
        using var listening = new TcpListener(IPAddress.Any, 0);
        listening.Start();
        var port = ((IPEndPoint)listening.LocalEndpoint).Port;

        (await KnockAsync(docker.Network.Gateway, postgres.Port)).ShouldBe("reached");
        (await KnockAsync(docker.Network.Gateway, port)).ShouldBe("unreachable");
        var others = OwnAddresses();
        others.ShouldNotBeEmpty();
        foreach (var address in others)
        {
            (await KnockAsync(address, port)).ShouldBe("unreachable", address);
            (await KnockAsync(address, postgres.Port)).ShouldBe("unreachable", address);
        }

        listening.Pending().ShouldBeFalse("nothing arrived");
    }

    [Theory]
    [InlineData("169.254.169.254", 80)]
    [InlineData("10.77.0.1", 80)]
    [InlineData("172.16.0.1", 80)]
    [InlineData("192.168.0.1", 80)]
    [InlineData("100.64.0.1", 80)]
    public async Task Container_reaches_no_link_local_or_private_address(string address, int port)
    {
        RequireRules();

        (await KnockAsync(address, port)).ShouldBe("unreachable");
    }

    private static void RequireRules()
    {
        if (Requires.Settings["EGRESS"] is null)
            throw Requires.Missing("the egress rules are not on (eng/egress up)");
    }

    // Those of the machine, not those of Docker's bridges.
    private static List<string> OwnAddresses() => [.. NetworkInterface.GetAllNetworkInterfaces()
        .Where(n => n.OperationalStatus == OperationalStatus.Up && n.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .Where(n => !n.Name.StartsWith("br-", StringComparison.Ordinal) && !n.Name.StartsWith("docker", StringComparison.Ordinal))
        .SelectMany(n => n.GetIPProperties().UnicastAddresses)
        .Where(a => a.Address.AddressFamily == AddressFamily.InterNetwork)
        .Select(a => a.Address.ToString())];

    private async Task<string> KnockAsync(string address, int port) =>
        (await docker.ShellAsync($"echo no-protocol | nc -w 3 {address} {port} > /dev/null 2>&1 && echo reached || echo unreachable")).ShouldHaveSingleItem();
}
