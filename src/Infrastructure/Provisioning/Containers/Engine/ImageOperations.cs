using System.Runtime.CompilerServices;
using System.Text.Json;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

internal sealed class ImageOperations(EngineTransport transport)
{
    /// <summary>Null when it is not on this engine.</summary>
    public Task<ImageInspection?> InspectAsync(string image, CancellationToken cancellationToken) =>
        transport.FindAsync<ImageInspection>(new(HttpMethod.Get, "/images/{id}/json", image), cancellationToken);

    /// <summary>Pulls one image, reporting as it goes; a failure half way is the last report.</summary>
    public async IAsyncEnumerable<PullProgress> PullAsync(
        string name, string tag, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The registry answers before the first byte comes, so even the headers may take long.
        var request = (new EngineRequest(HttpMethod.Post, "/images/create") { Unlimited = true }).Query("fromImage", name).Query("tag", tag);
        await using var stream = await transport.OpenAsync(request, cancellationToken);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (JsonSerializer.Deserialize<PullProgress>(line, EngineJson.Options) is { } progress)
                yield return progress;
        }
    }
}
