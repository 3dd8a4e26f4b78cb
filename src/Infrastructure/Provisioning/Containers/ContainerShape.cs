using System.Globalization;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>How a described workload looks as a container, hardening included.</summary>
internal sealed class ContainerShape(RuntimeLabels labels, RuntimeNetworkOptions network)
{
    private const string Loopback = "127.0.0.1";
    private const long PidsLimit = 512;

    private static readonly LogConfig BoundedLog = new(
        "json-file", new Dictionary<string, string>(StringComparer.Ordinal) { ["max-size"] = "10m", ["max-file"] = "3" });

    public ContainerCreate Of(WorkloadSpec spec) => new()
    {
        Image = spec.ImageId,
        Cmd = Command(spec.Command),
        Env = [.. spec.Environment.Select(e => $"{e.Key}={e.Value}")],
        Labels = labels.On(spec.Labels, (RuntimeLabels.Spec, spec.Fingerprint), (RuntimeLabels.Image, spec.Image)),
        ExposedPorts = spec.Ports.ToDictionary(Port, _ => new Empty(), StringComparer.Ordinal),
        HostConfig = Hardened(Limits(spec.Cpus, spec.MemoryBytes), spec.Volumes) with
        {
            RestartPolicy = new("unless-stopped"),
            PortBindings = spec.Ports.ToDictionary(Port, Binding, StringComparer.Ordinal),
        },
    };

    public ContainerCreate Of(JobSpec job) => new()
    {
        Image = job.Image,
        Cmd = Command(job.Command),
        Labels = labels.On(job.Labels, (RuntimeLabels.Image, job.Image)),
        HostConfig = Hardened(Limits(job.Cpus, job.MemoryBytes), job.Volumes) with { RestartPolicy = new("no") },
    };

    public static ContainerLimits Limits(decimal cpus, long memoryBytes) => new((long)(cpus * 1_000_000_000m), memoryBytes, memoryBytes);

    private HostConfig Hardened(ContainerLimits limits, IReadOnlyList<VolumeMount> volumes) => new()
    {
        NetworkMode = network.Name,
        NanoCpus = limits.NanoCpus,
        Memory = limits.Memory,
        MemorySwap = limits.MemorySwap,
        PidsLimit = PidsLimit,
        CapDrop = ["ALL"],
        SecurityOpt = ["no-new-privileges"],
        LogConfig = BoundedLog,
        Mounts = [.. volumes.Select(v => new Mount("volume", v.Volume, v.Path))],
    };

    private static IReadOnlyList<string>? Command(IReadOnlyList<string> command) => command.Count == 0 ? null : command;

    private static string Port(PublishedPort port) => string.Create(CultureInfo.InvariantCulture, $"{port.ContainerPort}/tcp");

    private static IReadOnlyList<PortBinding> Binding(PublishedPort port) =>
        [new(Loopback, port.HostPort.ToString(CultureInfo.InvariantCulture))];
}
