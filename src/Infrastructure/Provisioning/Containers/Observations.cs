using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;
using SaaSOdoo.Application.Provisioning;
using ContainerStatus = SaaSOdoo.Domain.Instances.ContainerStatus;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>What exists, in the port's words.</summary>
internal sealed class Observations(DockerEngine engine, RuntimeContainers containers, RuntimeLabels labels, RuntimeNetworkOptions network)
{
    private static readonly Dictionary<string, string> None = [];

    public async Task<WorkloadObservation?> OneAsync(string name, CancellationToken cancellationToken) =>
        await containers.FindAsync(name, cancellationToken) is { } found ? Of(found) : null;

    public async Task<bool> IsFrozenAsync(string name, CancellationToken cancellationToken)
    {
        if (await containers.FindAsync(name, cancellationToken) is not { State: { Running: true, Pid: var first } } found)
            return false;

        try
        {
            var processes = await engine.CallAsync(
                (docker, token) => docker.Containers.ListProcessesAsync(found.ID, new() { PsArgs = "-o pid,stat" }, token), cancellationToken);
            return processes.Processes.Any(row => row is [var pid, ['T', ..]] && pid == first.ToString(CultureInfo.InvariantCulture));
        }
        catch (DockerApiException)
        {
            // It has ended meanwhile, or the engine's host has no ps.
            return false;
        }
    }

    public async Task<IReadOnlyList<WorkloadObservation>> AllAsync(CancellationToken cancellationToken)
    {
        var all = await containers.ListAsync(labels.Ours(), cancellationToken);
        return [.. all.Where(c => c.Names is { Count: > 0 } && !RuntimeContainers.IsUnlisted(c)).Select(Of)];
    }

    public async Task<IReadOnlyList<VolumeObservation>> VolumesAsync(CancellationToken cancellationToken)
    {
        var all = await engine.CallAsync((docker, token) => docker.Volumes.ListAsync(new() { Filters = labels.Ours() }, token), cancellationToken);
        return [.. (all.Volumes ?? []).Select(v => new VolumeObservation(v.Name, (v.Labels ?? None).AsReadOnly(), Time(v.CreatedAt)))];
    }

    private WorkloadObservation Of(ContainerListResponse c)
    {
        var its = c.Labels.AsReadOnly();
        return new()
        {
            Name = c.Names[0].TrimStart('/'),
            State = Status(c.State),
            Fingerprint = its.GetValueOrDefault(RuntimeLabels.Spec, ""),
            Labels = its,
            CreatedAt = new(c.Created),
            OnNetwork = c.NetworkSettings?.Networks.ContainsKey(network.Name) == true,
        };
    }

    public WorkloadObservation Of(ContainerInspectResponse c)
    {
        var its = (c.Config?.Labels ?? None).AsReadOnly();
        return new()
        {
            Name = c.Name.TrimStart('/'),
            State = Status(c.State!.Status),
            Fingerprint = its.GetValueOrDefault(RuntimeLabels.Spec, ""),
            Labels = its,
            CreatedAt = new(c.Created),
            OnNetwork = c.NetworkSettings?.Networks.ContainsKey(network.Name) == true,
            Cpus = c.HostConfig!.NanoCPUs / 1_000_000_000m,
            MemoryBytes = c.HostConfig.Memory,
            PidsLimit = c.HostConfig.PidsLimit ?? 0,
            ImageId = c.Image,
            Environment = Variables(c.Config?.Env),
            Volumes = [.. (c.Mounts ?? []).Where(m => m.Type == "volume").Select(m => new VolumeMount(m.Name!, m.Destination!))],
            ExitCode = (int)c.State.ExitCode,
            RestartCount = (int)c.RestartCount,
            StartedAt = Time(c.State.StartedAt) is { Year: > 1 } started ? started : null,
        };
    }

    // A container being removed is as good as dead.
    private static ContainerStatus Status(string word) => word switch
    {
        "created" => ContainerStatus.Created,
        "running" => ContainerStatus.Running,
        "restarting" => ContainerStatus.Restarting,
        "paused" => ContainerStatus.Paused,
        "exited" => ContainerStatus.Exited,
        _ => ContainerStatus.Dead,
    };

    private static Dictionary<string, string> Variables(IEnumerable<string>? variables)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parts in (variables ?? []).Select(v => v.Split('=', 2)))
            all[parts[0]] = parts.Length > 1 ? parts[1] : "";
        return all;
    }

    private static DateTimeOffset Time(string? text) => DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture);
}
