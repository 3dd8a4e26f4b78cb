using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>What exists, in the port's words.</summary>
internal sealed class Observations(EngineClient engine, RuntimeContainers containers, RuntimeLabels labels, RuntimeNetworkOptions network)
{
    public async Task<WorkloadObservation?> OneAsync(string name, CancellationToken cancellationToken) =>
        await containers.FindAsync(name, cancellationToken) is { } found ? Of(found) : null;

    public async Task<IReadOnlyList<WorkloadObservation>> AllAsync(CancellationToken cancellationToken)
    {
        var all = await engine.Containers.ListAsync(labels.Ours(), cancellationToken);
        return [.. all.Where(IsWorkOrJob).Select(Of)];
    }

    public async Task<IReadOnlyList<VolumeObservation>> VolumesAsync(CancellationToken cancellationToken)
    {
        var all = await engine.Volumes.ListAsync(labels.Ours(), cancellationToken);
        return [.. all.Select(v => new VolumeObservation(v.Name, v.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal), v.CreatedAt))];
    }

    private static bool IsWorkOrJob(ContainerSummary c) =>
        c.Names.Count > 0
        && !c.Names[0].EndsWith(Workloads.UnfinishedSuffix, StringComparison.Ordinal)
        && !c.Labels.ContainsKey(RuntimeLabels.Helper);

    private WorkloadObservation Of(ContainerSummary c) => new()
    {
        Name = c.Names[0].TrimStart('/'),
        State = State(c.State),
        Fingerprint = c.Labels.GetValueOrDefault(RuntimeLabels.Spec, ""),
        Labels = c.Labels,
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(c.Created),
        OnNetwork = c.NetworkSettings?.Networks.ContainsKey(network.Name) == true,
    };

    private WorkloadObservation Of(ContainerInspection c)
    {
        var its = c.Config.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal);
        return new()
        {
            Name = c.Name.TrimStart('/'),
            State = State(c.State.Status),
            Fingerprint = its.GetValueOrDefault(RuntimeLabels.Spec, ""),
            Labels = its,
            CreatedAt = c.Created,
            OnNetwork = c.NetworkSettings.Networks.ContainsKey(network.Name),
            Cpus = c.HostConfig.NanoCpus / 1_000_000_000m,
            MemoryBytes = c.HostConfig.Memory,
            ExitCode = c.State.ExitCode,
            RestartCount = c.RestartCount,
            StartedAt = c.State.StartedAt.Year > 1 ? c.State.StartedAt : null,
        };
    }

    // A container being removed is as good as dead.
    private static string State(string status) => status is "removing" ? "dead" : status;
}
