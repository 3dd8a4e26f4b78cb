namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

/// <summary>What a container gets from its host; in requests and inspections alike.</summary>
internal sealed record HostConfig
{
    public string? NetworkMode { get; init; }
    public long NanoCpus { get; init; }
    public long Memory { get; init; }

    /// <summary>Memory and swap together: equal to <see cref="Memory"/> means no swap.</summary>
    public long MemorySwap { get; init; }

    public long? PidsLimit { get; init; }
    public IReadOnlyList<string>? CapDrop { get; init; }
    public IReadOnlyList<string>? SecurityOpt { get; init; }
    public RestartPolicy? RestartPolicy { get; init; }
    public LogConfig? LogConfig { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<PortBinding>>? PortBindings { get; init; }
    public IReadOnlyList<Mount>? Mounts { get; init; }
}

internal sealed record RestartPolicy(string Name);

internal sealed record LogConfig(string Type, IReadOnlyDictionary<string, string> Config);

internal sealed record PortBinding(string HostIp, string HostPort);

internal sealed record Mount(string Type, string Source, string Target, VolumeOptions? VolumeOptions = null);

/// <param name="NoCopy">Leave an empty volume empty instead of copying the image's content at the target into it.</param>
internal sealed record VolumeOptions(bool NoCopy);

/// <summary>Body of <c>POST /containers/{id}/update</c>.</summary>
internal sealed record ContainerLimits(long NanoCpus, long Memory, long MemorySwap);
