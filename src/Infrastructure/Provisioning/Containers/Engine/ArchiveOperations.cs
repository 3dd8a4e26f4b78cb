namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

/// <summary>Files of a container, running or not, as tar streams; its volumes are mounted for the call.</summary>
internal sealed class ArchiveOperations(EngineTransport transport)
{
    private const string Route = "/containers/{id}/archive";

    /// <summary>A file or a tree; entries begin with the last part of the path. Null when there is no such path.</summary>
    public Task<Stream?> GetAsync(string id, string path, CancellationToken cancellationToken) =>
        transport.OpenOrNullAsync(new EngineRequest(HttpMethod.Get, Route, id).Query("path", path), cancellationToken);

    public async Task<bool> ExistsAsync(string id, string path, CancellationToken cancellationToken)
    {
        try
        {
            await transport.SendAsync(new EngineRequest(HttpMethod.Head, Route, id).Query("path", path), cancellationToken);
            return true;
        }
        catch (EngineNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Unpacks a tar into a directory that exists; owners and modes are those of the entries.</summary>
    /// <param name="anySize">The tar is written while it is sent and may take as long as it takes.</param>
    public Task PutAsync(string id, string path, HttpContent tar, CancellationToken cancellationToken, bool anySize = false) =>
        transport.SendAsync(
            new EngineRequest(HttpMethod.Put, Route, id) { Body = tar, Unlimited = anySize }.Query("path", path), cancellationToken);
}
