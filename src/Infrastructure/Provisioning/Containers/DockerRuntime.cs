using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>The port on one Docker engine: each verb lives in a part of its own, refusals are translated here.</summary>
internal sealed class DockerRuntime(
    DockerEngine engine,
    RuntimeImages images,
    RuntimeNetwork network,
    RuntimeVolumes volumes,
    VolumeSeed seed,
    Workloads workloads,
    Observations observations,
    RuntimeJobs jobs,
    RuntimeLogs logs,
    RuntimeEvents events) : IContainerRuntime
{
    public Task PingAsync(CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => engine.CallAsync((docker, token) => docker.System.PingAsync(token), cancellationToken));

    public Task<string> EnsureImageAsync(string image, IProgress<string> progress, CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => images.EnsureAsync(image, progress, cancellationToken));

    public Task<string?> FindImageAsync(string image, CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(async () => (await images.FindAsync(image, cancellationToken))?.ID);

    public Task EnsureNetworkAsync(CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => network.EnsureAsync(cancellationToken));

    public Task EnsureVolumeAsync(string volume, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => volumes.EnsureAsync(volume, labels, cancellationToken));

    public Task SeedVolumeAsync(VolumePath from, VolumePath to, string image, CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => seed.SeedAsync(from, to, image, cancellationToken));

    public Task<bool> VolumeExistsAsync(string volume, CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => volumes.ExistsAsync(volume, cancellationToken));

    public Task RemoveVolumeAsync(string volume, CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => volumes.RemoveAsync(volume, cancellationToken));

    public Task ApplyAsync(WorkloadSpec spec, CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => workloads.ApplyAsync(spec, cancellationToken));

    public Task ConnectAsync(string name, CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => network.ConnectAsync(name, cancellationToken));

    public Task StartAsync(string name, CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => workloads.StartAsync(name, cancellationToken));

    public Task StopAsync(string name, TimeSpan grace, CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => workloads.StopAsync(name, grace, cancellationToken));

    public Task RemoveAsync(string name, CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => workloads.RemoveAsync(name, cancellationToken));

    public Task<WorkloadObservation?> ObserveAsync(string name, CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => observations.OneAsync(name, cancellationToken));

    public Task<bool> IsFrozenAsync(string name, CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => observations.IsFrozenAsync(name, cancellationToken));

    public Task<IReadOnlyList<WorkloadObservation>> ListAsync(CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => observations.AllAsync(cancellationToken));

    public Task<IReadOnlyList<VolumeObservation>> ListVolumesAsync(CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => observations.VolumesAsync(cancellationToken));

    public Task<JobResult> RunToCompletionAsync(JobSpec job, IProgress<string>? output, CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => jobs.RunAsync(job, output, cancellationToken));

    public IAsyncEnumerable<string> LogsAsync(string name, int tail, bool follow, CancellationToken cancellationToken) =>
        logs.ReadAsync(name, tail, follow, cancellationToken);

    public IAsyncEnumerable<RuntimeEvent> WatchAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        events.WatchAsync(since, cancellationToken);
}
