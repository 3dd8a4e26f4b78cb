using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>This platform's containers, found by name. A container of that name without our label is not ours: it is never touched.</summary>
internal sealed class RuntimeContainers(EngineClient engine, RuntimeLabels labels)
{
    public async Task<ContainerInspection?> FindAsync(string name, CancellationToken cancellationToken) =>
        await engine.Containers.InspectAsync(name, cancellationToken) is { } found
        && labels.IsOurs(found.Config.Labels)
        // The engine also finds by the beginning of an id.
        && string.Equals(found.Name, "/" + name, StringComparison.Ordinal)
            ? found
            : null;

    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is { } found)
            await RemoveByIdAsync(found.Id, cancellationToken);
    }

    public async Task RemoveByIdAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await engine.Containers.RemoveAsync(id, cancellationToken);
        }
        catch (EngineNotFoundException)
        {
            // Somebody else removed it: what we wanted.
        }
        catch (EngineConflictException)
        {
            // Somebody else is removing it right now; its name is free only afterwards.
            await engine.Containers.WaitUntilRemovedAsync(id, cancellationToken);
        }
    }
}
