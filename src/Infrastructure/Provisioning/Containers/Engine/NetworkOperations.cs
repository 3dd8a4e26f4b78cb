using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

internal sealed class NetworkOperations(EngineTransport transport)
{
    public Task<NetworkInspection?> InspectAsync(string name, CancellationToken cancellationToken) =>
        transport.FindAsync<NetworkInspection>(new(HttpMethod.Get, "/networks/{id}", name), cancellationToken);

    public Task<List<NetworkInspection>> ListAsync(EngineFilters filters, CancellationToken cancellationToken) =>
        transport.SendAsync<List<NetworkInspection>>(new EngineRequest(HttpMethod.Get, "/networks").Filters(filters), cancellationToken);

    public Task CreateAsync(NetworkCreate body, CancellationToken cancellationToken) =>
        transport.SendAsync(new EngineRequest(HttpMethod.Post, "/networks/create").Json(body), cancellationToken);

    public Task ConnectAsync(string name, string container, CancellationToken cancellationToken) =>
        transport.SendAsync(
            new EngineRequest(HttpMethod.Post, "/networks/{id}/connect", name).Json(new { Container = container }), cancellationToken);

    public Task DisconnectAsync(string name, string container, CancellationToken cancellationToken) =>
        transport.SendAsync(
            new EngineRequest(HttpMethod.Post, "/networks/{id}/disconnect", name).Json(new { Container = container, Force = true }), cancellationToken);

    public Task RemoveAsync(string name, CancellationToken cancellationToken) =>
        transport.SendAsync(new(HttpMethod.Delete, "/networks/{id}", name), cancellationToken);
}
