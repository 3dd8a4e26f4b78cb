using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>The instances' bridge: no traffic between containers, a gateway that does not move.</summary>
internal sealed class RuntimeNetwork(
    EngineClient engine, RuntimeContainers containers, RuntimeLabels labels, RuntimeNetworkOptions options)
{
    private const string InterContainerTraffic = "com.docker.network.bridge.enable_icc";

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (await engine.Networks.InspectAsync(options.Name, cancellationToken) is { } existing)
        {
            Check(existing);
            return;
        }

        try
        {
            await engine.Networks.CreateAsync(Wanted(), cancellationToken);
        }
        catch (EngineException e) when (Refusal.Of(e) is not null)
        {
            // Another process may have made it since; otherwise something else has our addresses.
            if (await engine.Networks.InspectAsync(options.Name, cancellationToken) is not { } madeByAnother)
                throw new RefusedException(
                    Refusal.Refused, $"The network {options.Name} cannot be made: is its subnet {options.Subnet} used by another network?", e);
            Check(madeByAnother);
        }
    }

    public async Task ConnectAsync(string name, CancellationToken cancellationToken)
    {
        if (await containers.FindAsync(name, cancellationToken) is not { } found)
            throw new RefusedException(Refusal.Refused, $"There is no container {name} to connect.");
        if (found.NetworkSettings.Networks.ContainsKey(options.Name))
            return;

        // Publishes the ports of a running container again, too: no restart needed.
        await engine.Networks.ConnectAsync(options.Name, found.Id, cancellationToken);
    }

    private NetworkCreate Wanted() => new()
    {
        Name = options.Name,
        IPAM = new([new(options.Subnet, options.Gateway)]),
        Options = new Dictionary<string, string>(StringComparer.Ordinal) { [InterContainerTraffic] = "false" },
        Labels = labels.On(),
    };

    // Using a network that lets instances talk to each other, or lacks the gateway they look for, is worse than not starting.
    private void Check(NetworkInspection existing)
    {
        var isolated = existing.Options.TryGetValue(InterContainerTraffic, out var icc) && icc is "false";
        if (!isolated || !existing.IPAM.Config.Contains(new(options.Subnet, options.Gateway)))
            throw new RefusedException(
                Refusal.Refused, $"A network {options.Name} exists with other settings: remove it or configure another name.");
    }
}
