using System.Diagnostics;
using SaaSOdoo.Application.Common;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Docker;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

public sealed class ForeignGatewayTests(DockerTest docker) : IClassFixture<DockerTest>, IAsyncLifetime
{
    private const string Stale = "br-0staletest0";

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => IpAsync("link", "delete", Stale);

    [Fact]
    public async Task A_stale_bridge_with_the_same_gateway_is_named()
    {
        var gateway = docker.Network.Gateway;
        await docker.Runtime.EnsureNetworkAsync(CancellationToken.None);
        if (await IpAsync("link", "add", Stale, "type", "bridge") != 0)
            throw Requires.Missing("interfaces can be made by root only, with ip (iproute2)");
        (await IpAsync("address", "add", $"{gateway}/32", "dev", Stale)).ShouldBe(0);

        var refused = await Should.ThrowAsync<RefusedException>(() => docker.Runtime.EnsureNetworkAsync(CancellationToken.None));

        refused.Message.ShouldContain(Stale);
        refused.Message.ShouldContain(gateway);
        await IpAsync("link", "delete", Stale);
        await docker.Runtime.EnsureNetworkAsync(CancellationToken.None);
    }

    private static async Task<int> IpAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
