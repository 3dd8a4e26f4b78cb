using System.Formats.Tar;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.TestKit.Docker;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

internal static class Specs
{
    public const string Secret = "s3cret-value-nobody-may-see";

    public static WorkloadSpec Workload(this DockerTest docker, string name = "work") => new()
    {
        Name = docker.Name(name),
        Image = DockerTest.Image,
        ImageId = docker.ImageId,
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PLAIN"] = "value" },
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["com.saasodoo.instance"] = name },
        Files = [new("/etc/odoo/odoo.conf", Secret, 0b100_000_000, "odoo")],
        Cpus = 0.5m,
        MemoryBytes = 64 << 20,
        Fingerprint = "one",
    };

    public static JobSpec Job(this DockerTest docker, params string[] command) => new()
    {
        Name = docker.Name("job"),
        Image = DockerTest.Image,
        Command = command,
        Cpus = 1,
        MemoryBytes = 64 << 20,
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>Runs a script in a one-shot container with these volumes and returns its output; fails when it fails.</summary>
    public static async Task<IReadOnlyList<string>> ShellAsync(this DockerTest docker, string script, params VolumeMount[] volumes)
    {
        var job = docker.Job("sh", "-c", script) with { Volumes = volumes };
        var result = await docker.Runtime.RunToCompletionAsync(job, null, CancellationToken.None);
        result.ExitCode.ShouldBe(0, string.Join('\n', result.Tail));
        return result.Tail;
    }

    public static IContainerRuntime Runtime(this ServiceProvider provider) => provider.GetRequiredService<IContainerRuntime>();

    /// <summary>As the engine shows it, whoever made it; null when there is none.</summary>
    public static async Task<ContainerInspectResponse?> InspectAsync(this DockerTest docker, string container)
    {
        try
        {
            return await docker.Engine.Containers.InspectContainerAsync(container);
        }
        catch (DockerContainerNotFoundException)
        {
            return null;
        }
    }

    public static async Task<bool> HasVolumeAsync(this DockerTest docker, string volume) =>
        (await docker.Engine.Volumes.ListAsync(CancellationToken.None)).Volumes.Any(v => v.Name == volume);

    public static async Task<bool> HasFileAsync(this DockerTest docker, string container, string path)
    {
        try
        {
            await docker.Engine.Containers.GetArchiveFromContainerAsync(container, new() { Path = path }, statOnly: true);
            return true;
        }
        catch (DockerContainerNotFoundException)
        {
            return false;
        }
    }

    public static async Task TouchAsync(this DockerTest docker, string container, string directory, string file)
    {
        using var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, leaveOpen: true))
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, file));
        tar.Position = 0;
        await docker.Engine.Containers.ExtractArchiveToContainerAsync(container, new() { Path = directory }, tar);
    }

    public static Task CutOffAsync(this DockerTest docker, string container) =>
        docker.Engine.Networks.DisconnectNetworkAsync(docker.Network.Name, new() { Container = container, Force = true });

    /// <summary>All output so far.</summary>
    public static async Task<IReadOnlyList<string>> LinesAsync(this DockerTest docker, string name) =>
        await docker.Runtime.LogsAsync(name, 1000, follow: false, CancellationToken.None).ToListAsync();

    /// <summary>Waits until the container says this.</summary>
    public static async Task FirstLineAsync(this DockerTest docker, string name, string line)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await docker.Runtime.LogsAsync(name, 1000, follow: true, limit.Token).FirstAsync(l => l == line, limit.Token);
    }
}
