using System.Globalization;
using Docker.DotNet.Models;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>How a described workload looks as a container, hardening included.</summary>
internal sealed class ContainerShape(RuntimeLabels labels, RuntimeNetworkOptions network)
{
    private const string Loopback = "127.0.0.1";

    /// <param name="name">Its name until it is finished.</param>
    public CreateContainerParameters Of(WorkloadSpec spec, string name)
    {
        var host = Hardened(spec.Cpus, spec.MemoryBytes, spec.Volumes, RestartPolicyKind.UnlessStopped);
        host.PortBindings = spec.Ports.ToDictionary(Port, Binding, StringComparer.Ordinal);
        return Running(spec.Command, new()
        {
            Name = name,
            Image = spec.ImageId,
            Env = [.. spec.Environment.Select(e => $"{e.Key}={e.Value}")],
            Labels = labels.On(spec.Labels, (RuntimeLabels.Spec, spec.Fingerprint), (RuntimeLabels.Image, spec.Image)),
            ExposedPorts = spec.Ports.ToDictionary(Port, _ => default(EmptyStruct), StringComparer.Ordinal),
            HostConfig = host,
        });
    }

    public CreateContainerParameters Of(JobSpec job) => Running(job.Command, new()
    {
        Name = job.Name,
        Image = job.Image,
        Labels = labels.On(job.Labels, (RuntimeLabels.Image, job.Image)),
        HostConfig = Hardened(job.Cpus, job.MemoryBytes, job.Volumes, RestartPolicyKind.No),
    });

    /// <summary>Memory and swap together, equal to memory: no swap.</summary>
    public static ContainerUpdateParameters Limits(decimal cpus, long memoryBytes) =>
        new() { NanoCPUs = NanoCpus(cpus), Memory = memoryBytes, MemorySwap = memoryBytes, PidsLimit = DesiredState.PidsLimit };

    private HostConfig Hardened(decimal cpus, long memoryBytes, IReadOnlyList<VolumeMount> volumes, RestartPolicyKind restart) => new()
    {
        NetworkMode = network.Name,
        NanoCPUs = NanoCpus(cpus),
        Memory = memoryBytes,
        MemorySwap = memoryBytes,
        PidsLimit = DesiredState.PidsLimit,
        CapDrop = ["ALL"],
        SecurityOpt = ["no-new-privileges"],
        RestartPolicy = new() { Name = restart },
        LogConfig = new()
        {
            Type = "json-file",
            Config = new Dictionary<string, string>(StringComparer.Ordinal) { ["max-size"] = "10m", ["max-file"] = "3" },
        },
        Mounts = [.. volumes.Select(v => new Mount { Type = "volume", Source = v.Volume, Target = v.Path })],
    };

    // The program takes the place of the image's entry point, which would be a shell script that obeys what customers set. Without a path it is
    // looked for where the image's PATH says, which customers cannot set. Only what is not set at all is left to the image.
    private static CreateContainerParameters Running(IReadOnlyList<string> command, CreateContainerParameters container)
    {
        if (command.Count > 0)
            (container.Entrypoint, container.Cmd) = ([command[0]], [.. command.Skip(1)]);
        return container;
    }

    private static long NanoCpus(decimal cpus) => (long)(cpus * 1_000_000_000m);

    private static string Port(PublishedPort port) => string.Create(CultureInfo.InvariantCulture, $"{port.ContainerPort}/tcp");

    private static IList<PortBinding> Binding(PublishedPort port) =>
        [new() { HostIP = Loopback, HostPort = port.HostPort.ToString(CultureInfo.InvariantCulture) }];
}
