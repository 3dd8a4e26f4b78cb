using System.Globalization;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

/// <summary>Containers, by id or name.</summary>
internal sealed class ContainerOperations(EngineTransport transport)
{
    /// <returns>The new container's id.</returns>
    public async Task<string> CreateAsync(string name, ContainerCreate body, CancellationToken cancellationToken) =>
        (await transport.SendAsync<Created>(Post("/containers/create").Query("name", name).Json(body), cancellationToken)).Id;

    /// <summary>Null when there is none.</summary>
    public Task<ContainerInspection?> InspectAsync(string id, CancellationToken cancellationToken) =>
        transport.FindAsync<ContainerInspection>(new(HttpMethod.Get, "/containers/{id}/json", id), cancellationToken);

    /// <summary>All containers, running or not.</summary>
    public Task<List<ContainerSummary>> ListAsync(EngineFilters filters, CancellationToken cancellationToken) =>
        transport.SendAsync<List<ContainerSummary>>(
            new EngineRequest(HttpMethod.Get, "/containers/json").Query("all", value: true).Filters(filters), cancellationToken);

    public Task StartAsync(string id, CancellationToken cancellationToken) =>
        transport.SendAsync(Post("/containers/{id}/start", id), cancellationToken);

    public Task UnpauseAsync(string id, CancellationToken cancellationToken) =>
        transport.SendAsync(Post("/containers/{id}/unpause", id), cancellationToken);

    /// <summary>Asks the process to end and kills it after the grace.</summary>
    public Task StopAsync(string id, TimeSpan grace, CancellationToken cancellationToken) =>
        transport.SendAsync(
            (Post("/containers/{id}/stop", id) with { Extra = grace })
                .Query("t", ((int)Math.Ceiling(grace.TotalSeconds)).ToString(CultureInfo.InvariantCulture)),
            cancellationToken);

    public Task RenameAsync(string id, string name, CancellationToken cancellationToken) =>
        transport.SendAsync(Post("/containers/{id}/rename", id).Query("name", name), cancellationToken);

    public Task UpdateAsync(string id, ContainerLimits limits, CancellationToken cancellationToken) =>
        transport.SendAsync(Post("/containers/{id}/update", id).Json(limits), cancellationToken);

    /// <summary>Removes it with its anonymous volumes, killing it if it runs.</summary>
    public Task RemoveAsync(string id, CancellationToken cancellationToken) =>
        transport.SendAsync(
            new EngineRequest(HttpMethod.Delete, "/containers/{id}", id).Query("force", value: true).Query("v", value: true), cancellationToken);

    /// <summary>Waits until it has ended, however long.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync(string id, CancellationToken cancellationToken) =>
        (await transport.SendAsync<Waited>(Post("/containers/{id}/wait", id) with { Unlimited = true }, cancellationToken)).StatusCode;

    /// <summary>Waits until a removal that is under way is done.</summary>
    public Task WaitUntilRemovedAsync(string id, CancellationToken cancellationToken) =>
        transport.FindAsync<Waited>(Post("/containers/{id}/wait", id).Query("condition", "removed"), cancellationToken);

    /// <summary>Standard output and error, by lines, as they are written; nothing when there is no such container.</summary>
    public async IAsyncEnumerable<string> LogsAsync(
        string id, string tail, bool follow, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new EngineRequest(HttpMethod.Get, "/containers/{id}/logs", id)
            .Query("stdout", value: true).Query("stderr", value: true).Query("tail", tail).Query("follow", follow);
        await using var stream = await transport.OpenOrNullAsync(request, cancellationToken);
        if (stream is null)
            yield break;

        await foreach (var line in LogFrames.LinesAsync(stream, cancellationToken))
            yield return line;
    }

    /// <summary>One reading, without the second the engine takes to compute differences.</summary>
    public Task<ContainerStats> StatsAsync(string id, CancellationToken cancellationToken) =>
        transport.SendAsync<ContainerStats>(
            new EngineRequest(HttpMethod.Get, "/containers/{id}/stats", id).Query("stream", value: false).Query("one-shot", value: true),
            cancellationToken);

    private static EngineRequest Post(string route, string? id = null) => new(HttpMethod.Post, route, id);

    private sealed record Created(string Id);

    private sealed record Waited(int StatusCode);
}
