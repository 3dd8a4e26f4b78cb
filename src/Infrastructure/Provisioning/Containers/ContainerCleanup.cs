using Docker.DotNet;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Removes a container that served its purpose, also when the caller has been cancelled.</summary>
internal sealed partial class ContainerCleanup(RuntimeContainers containers, ILogger<ContainerCleanup> logger)
{
    /// <param name="id">The caller's own: another may have been given the name meanwhile. Null when the engine did not say it.</param>
    public async Task RemoveAsync(string name, string? id)
    {
        try
        {
            await (id is null ? containers.RemoveAsync(name, CancellationToken.None) : containers.RemoveByIdAsync(id, CancellationToken.None));
        }
        catch (Exception e) when (e is DependencyUnavailableException or DockerApiException or RefusedException)
        {
            // The work's own outcome matters more, and the next run removes a leftover of this name before anything else.
            Left(name, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The container {Name} is left behind: the engine does not remove it")]
    private partial void Left(string name, Exception exception);
}
