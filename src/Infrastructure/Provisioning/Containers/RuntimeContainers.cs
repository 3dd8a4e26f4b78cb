using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>This platform's containers, found by name. A container of that name without our label is not ours: it is never touched.</summary>
internal sealed class RuntimeContainers(DockerEngine engine, RuntimeLabels labels)
{
    private static readonly ContainerRemoveParameters Force = new() { Force = true, RemoveVolumes = true };
    private static readonly TimeSpan RemovalPoll = TimeSpan.FromMilliseconds(50);

    public async Task<ContainerInspectResponse?> FindAsync(string name, CancellationToken cancellationToken) =>
        await InspectAsync(name, cancellationToken) is { } found
        && labels.IsOurs(found.Config?.Labels)
        // The engine also finds by the beginning of an id.
        && string.Equals(found.Name, "/" + name, StringComparison.Ordinal)
            ? found
            : null;

    /// <summary>Anybody's, by id or name; null when there is none.</summary>
    public Task<ContainerInspectResponse?> InspectAsync(string id, CancellationToken cancellationToken) =>
        engine.FindAsync((docker, token) => docker.Containers.InspectContainerAsync(id, token), cancellationToken);

    /// <summary>All that fit, running or not.</summary>
    public Task<IList<ContainerListResponse>> ListAsync(EngineFilters filters, CancellationToken cancellationToken) =>
        engine.CallAsync(
            (docker, token) => docker.Containers.ListContainersAsync(new() { All = true, Filters = filters }, token), cancellationToken);

    /// <summary>Neither workload nor job: made for a moment, or not finished.</summary>
    public static bool IsUnlisted(ContainerListResponse container) =>
        container.Labels.ContainsKey(RuntimeLabels.Helper)
        || container.Names[0].EndsWith(Workloads.UnfinishedSuffix, StringComparison.Ordinal);

    /// <returns>The new container's id.</returns>
    public async Task<string> CreateAsync(CreateContainerParameters parameters, CancellationToken cancellationToken) =>
        (await engine.CallAsync((docker, token) => docker.Containers.CreateContainerAsync(parameters, token), cancellationToken)).ID;

    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is { } found)
            await RemoveByIdAsync(found.ID, cancellationToken);
    }

    public async Task RemoveByIdAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await engine.CallAsync((docker, token) => docker.Containers.RemoveContainerAsync(id, Force, token), cancellationToken);
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // Somebody else removed it: what we wanted.
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.Conflict)
        {
            // Somebody else is removing it right now; its name is free only afterwards.
            await engine.CallAsync((docker, token) => UntilRemovedAsync(docker, id, token), cancellationToken);
        }
    }

    // The library's wait knows no condition: it would return as soon as the container has ended.
    private static async Task UntilRemovedAsync(IDockerClient docker, string id, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await docker.Containers.InspectContainerAsync(id, cancellationToken);
                await Task.Delay(RemovalPoll, cancellationToken);
            }
        }
        catch (DockerContainerNotFoundException)
        {
            // Gone.
        }
    }
}
