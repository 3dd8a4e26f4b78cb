using System.Net.Sockets;
using Docker.DotNet.Models;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Docker;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

public sealed class HardeningTests(DockerTest docker) : IClassFixture<DockerTest>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_workload_is_hardened_limited_and_on_loopback_only()
    {
        var port = DockerTest.FreePort();
        var spec = docker.Workload() with { Ports = [new(8069, port)] };
        await docker.Runtime.ApplyAsync(spec, None);

        var host = (await docker.InspectAsync(spec.Name))!.HostConfig!;

        host.NetworkMode.ShouldBe(docker.Network.Name);
        (host.NanoCPUs, host.Memory, host.MemorySwap, host.PidsLimit).ShouldBe((500_000_000, 64 << 20, 64 << 20, 512));
        host.CapDrop.ShouldBe(["ALL"]);
        host.SecurityOpt.ShouldBe(["no-new-privileges"]);
        host.RestartPolicy.Name.ShouldBe(RestartPolicyKind.UnlessStopped);
        host.LogConfig!.Type.ShouldBe("json-file");
        host.LogConfig.Config.ShouldBe(new Dictionary<string, string> { ["max-size"] = "10m", ["max-file"] = "3" }, ignoreOrder: true);
        host.PortBindings!.ShouldHaveSingleItem().Key.ShouldBe("8069/tcp");
        var binding = host.PortBindings["8069/tcp"].ShouldHaveSingleItem();
        (binding.HostIP, binding.HostPort).ShouldBe(("127.0.0.1", port.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Inside_there_is_no_capability_and_no_way_to_new_ones()
    {
        var status = await docker.ShellAsync("cat /proc/self/status");

        status.ShouldContain("CapBnd:\t0000000000000000");
        status.ShouldContain("CapEff:\t0000000000000000");
        status.ShouldContain("NoNewPrivs:\t1");
    }

    [Fact]
    public async Task A_job_is_hardened_alike_and_never_restarted()
    {
        var job = docker.Job("sh", "-c", "echo here; sleep 600");
        using var seen = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var running = docker.Runtime.RunToCompletionAsync(job, new Signal(started), seen.Token);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(60));

        var found = await docker.InspectAsync(job.Name);
        await seen.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);

        var host = found.ShouldNotBeNull().HostConfig!;
        (host.RestartPolicy.Name, host.PidsLimit, host.Memory, host.MemorySwap, host.NetworkMode)
            .ShouldBe((RestartPolicyKind.No, 512L, 64L << 20, 64L << 20, docker.Network.Name));
        host.CapDrop.ShouldBe(["ALL"]);
        host.SecurityOpt.ShouldBe(["no-new-privileges"]);
        found.Config!.Labels["com.saasodoo.platform"].ShouldBe(docker.Platform);
    }

    [Fact]
    public async Task Content_of_files_is_in_nothing_the_engine_shows()
    {
        var spec = docker.Workload();
        await docker.Runtime.ApplyAsync(spec, None);
        await docker.Runtime.StartAsync(spec.Name, None);

        var inspected = await RawAsync($"/containers/{spec.Name}/json");
        // The engine says that it runs a moment before the command takes the place of what starts it.
        var processes = "";
        await Eventually.BecomesTrueAsync(async () =>
        {
            processes = await RawAsync($"/containers/{spec.Name}/top");
            return processes.Contains("httpd", StringComparison.Ordinal);
        });

        inspected.ShouldContain(spec.Name);
        processes.ShouldContain("httpd");
        (inspected + processes).ShouldNotContain(Specs.Secret);
    }

    // Everything the engine says, also what the library has no property for.
    private async Task<string> RawAsync(string path)
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync };
        using var engine = new HttpClient(handler);
        return await engine.GetStringAsync(new Uri("http://engine" + path));
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(docker.Socket), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private sealed class Signal(TaskCompletionSource source) : IProgress<string>
    {
        public void Report(string value) => source.TrySetResult();
    }
}
