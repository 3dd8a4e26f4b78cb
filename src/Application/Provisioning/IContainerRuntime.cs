using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>
/// Runs containers. Describes <em>what</em> shall exist, not how one engine makes it, so that Docker Swarm can stand behind it later:
/// callers know workloads by name only and never assume that a container's id is stable or that it is on this host.
/// All verbs are ensures: "already so" is success. Every resource made carries this platform's labels.
/// </summary>
/// <remarks>
/// Every method throws <see cref="DependencyUnavailableException"/> when the engine does not answer and
/// <see cref="RefusedException"/> when it refuses for good (codes: <c>image_not_found</c>, <c>runtime_refused</c>).
/// </remarks>
public interface IContainerRuntime
{
    Task PingAsync(CancellationToken cancellationToken);

    /// <summary>Makes sure the image is present, pulling it if need be, and returns its content id (<c>sha256:…</c>).</summary>
    Task<string> EnsureImageAsync(string image, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>Content id of an image that is present; null when it would have to be pulled.</summary>
    Task<string?> FindImageAsync(string image, CancellationToken cancellationToken);

    /// <summary>The one network of all instances: traffic between containers off, a fixed gateway where PostgreSQL listens.</summary>
    Task EnsureNetworkAsync(CancellationToken cancellationToken);

    Task EnsureVolumeAsync(string volume, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken);

    /// <summary>
    /// Copies a directory tree between volumes, ownership and modes kept, and leaves a marker; does nothing when the marker is there.
    /// Safe to repeat after a crash half way. <paramref name="image"/> gives the initial content and ownership of an empty volume.
    /// </summary>
    Task SeedVolumeAsync(VolumePath from, VolumePath to, string image, CancellationToken cancellationToken);

    Task<bool> VolumeExistsAsync(string volume, CancellationToken cancellationToken);

    Task RemoveVolumeAsync(string volume, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the workload exist as described, not started if new. Changed limits are applied live; any other change
    /// (<see cref="WorkloadSpec.Fingerprint"/>) stops and replaces the container. Files are (re)written unless it is running.
    /// </summary>
    Task ApplyAsync(WorkloadSpec spec, CancellationToken cancellationToken);

    /// <summary>Connects the workload to the instances' network if it is not.</summary>
    Task ConnectAsync(string name, CancellationToken cancellationToken);

    /// <exception cref="RefusedException">Code <c>port_taken</c>: the published port is used by something else on the host.</exception>
    Task StartAsync(string name, CancellationToken cancellationToken);

    Task StopAsync(string name, TimeSpan grace, CancellationToken cancellationToken);

    Task RemoveAsync(string name, CancellationToken cancellationToken);

    /// <summary>Null when there is no such workload.</summary>
    Task<WorkloadObservation?> ObserveAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the workload's first process is held by a signal (SIGSTOP): it answers nothing until it is let go on or killed. False where the
    /// engine cannot tell.
    /// </summary>
    Task<bool> IsFrozenAsync(string name, CancellationToken cancellationToken);

    /// <summary>All workloads and job containers of this platform, in one call.</summary>
    Task<IReadOnlyList<WorkloadObservation>> ListAsync(CancellationToken cancellationToken);

    /// <summary>All volumes of this platform.</summary>
    Task<IReadOnlyList<VolumeObservation>> ListVolumesAsync(CancellationToken cancellationToken);

    /// <summary>Runs a container to its end and removes it; a leftover of the same name from a crash is removed first.</summary>
    Task<JobResult> RunToCompletionAsync(JobSpec job, IProgress<string>? output, CancellationToken cancellationToken);

    /// <summary>The workload's own output, oldest first; with <paramref name="follow"/> it goes on until cancelled or the container ends.</summary>
    IAsyncEnumerable<string> LogsAsync(string name, int tail, bool follow, CancellationToken cancellationToken);

    /// <summary>What happens to containers of this platform (start, die, destroy, disconnect …); replays from <paramref name="since"/>.</summary>
    IAsyncEnumerable<RuntimeEvent> WatchAsync(DateTimeOffset since, CancellationToken cancellationToken);
}

/// <summary>A directory inside a volume, relative to its root; mounted at <paramref name="MountPath"/> in containers.</summary>
public sealed record VolumePath(string Volume, string MountPath, string Directory);

/// <summary>A file put into a container before it starts; secrets travel only this way. Owner is a user name of the image.</summary>
public sealed record WorkloadFile(string Path, string Content, int Mode, string Owner);

public sealed record VolumeMount(string Volume, string Path);

/// <summary>A container port published on the host's loopback interface.</summary>
public sealed record PublishedPort(int ContainerPort, int HostPort);

/// <summary>What a long-running container is.</summary>
public sealed record WorkloadSpec
{
    public required string Name { get; init; }

    /// <summary>Reference for people (<c>odoo:19.0</c>); <see cref="ImageId"/> decides.</summary>
    public required string Image { get; init; }

    public required string ImageId { get; init; }

    /// <summary>The program and its arguments, run as they are: not by the image's entry point. Empty: what the image does by itself.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<WorkloadFile> Files { get; init; } = [];

    public IReadOnlyList<VolumeMount> Volumes { get; init; } = [];

    public IReadOnlyList<PublishedPort> Ports { get; init; } = [];

    /// <summary>Cores, 0.1 to 8.</summary>
    public required decimal Cpus { get; init; }

    /// <summary>Bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Hash of everything whose change needs a new container (image, command, environment, files, mounts, ports), not of the limits.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>
    /// Whether a container is made of this: by its label, and, because anybody on the host can write one on a container of his own, by what can be
    /// seen from outside. Of its files nothing can.
    /// </summary>
    public bool IsMadeInto(WorkloadObservation seen) =>
        seen.Fingerprint == Fingerprint && seen.ImageId == ImageId && Volumes.All(seen.Volumes.Contains)
        && Environment.All(v => seen.Environment.GetValueOrDefault(v.Key) == v.Value) && Labels.All(l => seen.Labels.GetValueOrDefault(l.Key) == l.Value);
}

/// <summary>What a container is that runs once. Same hardening and network as a workload.</summary>
public sealed record JobSpec
{
    public required string Name { get; init; }
    public required string Image { get; init; }

    /// <summary>The program and its arguments, run as they are: not by the image's entry point.</summary>
    public required IReadOnlyList<string> Command { get; init; }
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public IReadOnlyList<WorkloadFile> Files { get; init; } = [];

    /// <summary>A file too large for memory, put into the container's own layer before it starts.</summary>
    public JobInput? Input { get; init; }

    public IReadOnlyList<VolumeMount> Volumes { get; init; } = [];
    public decimal Cpus { get; init; } = 2;
    public long MemoryBytes { get; init; } = 2L << 30;
    public required TimeSpan Timeout { get; init; }
}

/// <summary>Read once, to its end. What refuses while it is read ends the job before it starts.</summary>
/// <param name="Path">Absolute; missing directories above it are made.</param>
/// <param name="Length">Bytes that <paramref name="Content"/> gives.</param>
/// <param name="Owner">A user name of the image, the only one who may read it.</param>
public sealed record JobInput(string Path, Stream Content, long Length, string Owner);

/// <param name="ExitCode">0 is success; others are the command's own, or one of those below.</param>
/// <param name="Tail">The last lines of its output, for diagnosis; at most 200.</param>
public sealed record JobResult(int ExitCode, IReadOnlyList<string> Tail)
{
    /// <summary>Its time was over and the runtime killed it, as timeout(1) says it.</summary>
    public const int TimedOut = 124;

    /// <summary>Something else did, mostly the kernel for want of memory: 128 and the number of the signal.</summary>
    public const int Killed = 137;
}

public sealed record VolumeObservation(string Name, IReadOnlyDictionary<string, string> Labels, DateTimeOffset CreatedAt);

/// <param name="Type">The engine's word: <c>start</c>, <c>die</c>, <c>destroy</c>, <c>disconnect</c> …</param>
public sealed record RuntimeEvent(string Type, string Name, IReadOnlyDictionary<string, string> Labels, DateTimeOffset At);

/// <summary>A container as the engine sees it now.</summary>
public sealed record WorkloadObservation
{
    public required string Name { get; init; }

    /// <summary>Never unknown or missing: what is not there has no observation.</summary>
    public required ContainerStatus State { get; init; }

    public required string Fingerprint { get; init; }
    public required IReadOnlyDictionary<string, string> Labels { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public bool OnNetwork { get; init; }

    /// <summary>Known from <see cref="IContainerRuntime.ObserveAsync"/>; 0 in lists.</summary>
    public decimal Cpus { get; init; }
    public long MemoryBytes { get; init; }
    public long PidsLimit { get; init; }

    /// <summary>Content id of what it was made of.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>Its own variables and those of its image.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Its own and those that its image asks for.</summary>
    public IReadOnlyList<VolumeMount> Volumes { get; init; } = [];
    public int ExitCode { get; init; }
    public int RestartCount { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
}
