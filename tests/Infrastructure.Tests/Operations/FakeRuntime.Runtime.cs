using System.Collections.Concurrent;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Containers;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>The container engine: held against a real one by <see cref="RuntimeContractTests"/>.</summary>
internal sealed partial class FakeRuntime
{
    private static readonly WorldChangedException NoContainer = new(Refusal.Refused, "There is no such container.");

    private readonly RuntimeLabels labels = new(new Identity("world"));

    private FakeRuntime(FakeRuntime sameEngine, string platform) : this(sameEngine.clock)
    {
        labels = new(new Identity(platform));
        (Workloads, Volumes, Applied) = (sameEngine.Workloads, sameEngine.Volumes, sameEngine.Applied);
    }

    public ConcurrentDictionary<string, WorkloadObservation> Workloads { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, VolumeObservation> Volumes { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, WorkloadSpec> Applied { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of workloads whose process a signal holds.</summary>
    public ConcurrentDictionary<string, bool> Frozen { get; } = new(StringComparer.Ordinal);

    /// <summary>Another platform on the same engine.</summary>
    public FakeRuntime SeenBy(string platform) => new(this, platform);

    /// <summary>Something the engine shows: a container of ours by this name, with these labels.</summary>
    public void Show(string name, ContainerStatus state, Dictionary<string, string> its, DateTimeOffset createdAt, bool onNetwork = true) =>
        Workloads[name] = new WorkloadObservation
        {
            Name = name,
            State = state,
            Fingerprint = "",
            Labels = labels.On(its),
            CreatedAt = createdAt,
            OnNetwork = onNetwork,
        };

    public void ShowVolume(string name, Dictionary<string, string> its, DateTimeOffset createdAt) =>
        Volumes[name] = new VolumeObservation(name, labels.On(its), createdAt);

    public void Change(string name, Func<WorkloadObservation, WorkloadObservation> change) => Workloads[name] = change(Workloads[name]);

    public Task PingAsync(CancellationToken cancellationToken) => CallAsync(cancellationToken);

    public async Task<string> EnsureImageAsync(string image, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report("Pulling");
        await CallAsync(cancellationToken);
        return "sha256:" + image;
    }

    public async Task<string?> FindImageAsync(string image, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return "sha256:" + image;
    }

    public Task EnsureNetworkAsync(CancellationToken cancellationToken) => CallAsync(cancellationToken);

    public async Task EnsureVolumeAsync(string volume, IReadOnlyDictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        if (!IsOurs(Volumes.GetOrAdd(volume, name => new VolumeObservation(name, labels.On(wanted), clock.GetUtcNow())).Labels))
            throw new RefusedException(Refusal.Refused, "Not this platform's volume.");
    }

    public Task SeedVolumeAsync(VolumePath from, VolumePath to, string image, CancellationToken cancellationToken) => CallAsync(cancellationToken);

    public async Task<bool> VolumeExistsAsync(string volume, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return HasVolume(volume);
    }

    public async Task RemoveVolumeAsync(string volume, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        if (!HasVolume(volume))
            return;
        if (Workloads.Keys.Any(name => Applied.TryGetValue(name, out var spec) && spec.Volumes.Any(v => v.Volume == volume)))
            throw new RefusedException(Refusal.Refused, "The volume is in use.");
        Volumes.TryRemove(volume, out _);
    }

    public async Task ApplyAsync(WorkloadSpec spec, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        if (Workloads.ContainsKey(spec.Name) && Find(spec.Name) is null)
            throw new RefusedException(Refusal.Refused, "The name is taken.");

        Applied[spec.Name] = spec;
        var same = Find(spec.Name) is { } old && spec.IsMadeInto(old) ? old : New(spec);
        Workloads[spec.Name] = same with { Cpus = spec.Cpus, MemoryBytes = spec.MemoryBytes, PidsLimit = DesiredState.PidsLimit };
    }

    public async Task ConnectAsync(string name, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Workloads[name] = (Find(name) ?? throw NoContainer) with { OnNetwork = true };
    }

    public async Task StartAsync(string name, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        var found = Find(name) ?? throw NoContainer;
        if (found.State != ContainerStatus.Running)
            Workloads[name] = found with { State = ContainerStatus.Running, StartedAt = clock.GetUtcNow() };
    }

    public async Task StopAsync(string name, TimeSpan grace, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        if (Find(name) is { State: ContainerStatus.Running or ContainerStatus.Restarting or ContainerStatus.Paused } found)
            Workloads[name] = found with { State = ContainerStatus.Exited };
        Frozen.TryRemove(name, out _);
    }

    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        if (Find(name) is not null)
            Workloads.TryRemove(name, out _);
    }

    public async Task<WorkloadObservation?> ObserveAsync(string name, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return Find(name);
    }

    public async Task<bool> IsFrozenAsync(string name, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return Find(name) is not null && Frozen.ContainsKey(name);
    }

    public async Task<IReadOnlyList<WorkloadObservation>> ListAsync(CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return [.. Workloads.Values.Where(w => IsOurs(w.Labels)).Select(w => w with
        {
            Cpus = 0, MemoryBytes = 0, PidsLimit = 0, ImageId = "", ExitCode = 0, RestartCount = 0, StartedAt = null,
        })];
    }

    public async Task<IReadOnlyList<VolumeObservation>> ListVolumesAsync(CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return [.. Volumes.Values.Where(v => IsOurs(v.Labels))];
    }

    public async Task<JobResult> RunToCompletionAsync(JobSpec job, IProgress<string>? output, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        if (Workloads.ContainsKey(job.Name) && Find(job.Name) is null)
            throw new RefusedException(Refusal.Refused, "The name is taken.");

        Workloads.TryRemove(job.Name, out _);
        var (lines, exitCode) = FakeShell.Run(job.Command);
        foreach (var line in lines)
            output?.Report(line);
        return new(exitCode, [.. lines.TakeLast(200)]);
    }

    public async IAsyncEnumerable<string> LogsAsync(
        string name, int tail, bool follow, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        if (Find(name) is not { StartedAt: not null })
            yield break;

        foreach (var line in FakeShell.Run(Applied[name].Command).Lines.TakeLast(tail))
            yield return line;
        while (follow && Find(name)?.State == ContainerStatus.Running)
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
    }

    public IAsyncEnumerable<RuntimeEvent> WatchAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing here watches.");

    private WorkloadObservation? Find(string name) => Workloads.TryGetValue(name, out var found) && IsOurs(found.Labels) ? found : null;

    private bool HasVolume(string name) => Volumes.TryGetValue(name, out var found) && IsOurs(found.Labels);

    private bool IsOurs(IReadOnlyDictionary<string, string> its) => labels.IsOurs(its.ToDictionary(StringComparer.Ordinal));

    private WorkloadObservation New(WorkloadSpec spec) => new()
    {
        Name = spec.Name,
        State = ContainerStatus.Created,
        Fingerprint = spec.Fingerprint,
        Labels = labels.On(spec.Labels, (RuntimeLabels.Spec, spec.Fingerprint), (RuntimeLabels.Image, spec.Image)),
        CreatedAt = clock.GetUtcNow(),
        OnNetwork = true,
        ImageId = spec.ImageId,
        Environment = spec.Environment,
        Volumes = spec.Volumes,
    };

    private sealed record Identity(string Id) : IPlatformIdentity;
}
