using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

internal sealed class VolumeOperations(EngineTransport transport)
{
    /// <summary>Creates it, or answers with the one of this name as it is.</summary>
    public Task<VolumeInspection> CreateAsync(VolumeCreate body, CancellationToken cancellationToken) =>
        transport.SendAsync<VolumeInspection>(new EngineRequest(HttpMethod.Post, "/volumes/create").Json(body), cancellationToken);

    public Task<VolumeInspection?> InspectAsync(string name, CancellationToken cancellationToken) =>
        transport.FindAsync<VolumeInspection>(new(HttpMethod.Get, "/volumes/{id}", name), cancellationToken);

    public async Task<IReadOnlyList<VolumeInspection>> ListAsync(EngineFilters filters, CancellationToken cancellationToken) =>
        (await transport.SendAsync<VolumeList>(new EngineRequest(HttpMethod.Get, "/volumes").Filters(filters), cancellationToken)).Volumes ?? [];

    public Task RemoveAsync(string name, CancellationToken cancellationToken) =>
        transport.SendAsync(new(HttpMethod.Delete, "/volumes/{id}", name), cancellationToken);

    private sealed record VolumeList(List<VolumeInspection>? Volumes);
}
