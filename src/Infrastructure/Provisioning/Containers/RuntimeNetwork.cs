using Docker.DotNet;
using Docker.DotNet.Models;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>The instances' bridge: no traffic between containers, a gateway that does not move.</summary>
internal sealed class RuntimeNetwork(
    DockerEngine engine, RuntimeContainers containers, RuntimeLabels labels, RuntimeNetworkOptions options)
{
    private const string InterContainerTraffic = "com.docker.network.bridge.enable_icc";

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is { } existing)
        {
            Check(existing);
            return;
        }

        try
        {
            await engine.CallAsync((docker, token) => docker.Networks.CreateNetworkAsync(Wanted(), token), cancellationToken);
        }
        catch (DockerApiException e) when (Refusal.Of(e) is not null)
        {
            // Another process may have made it since; otherwise something else has our addresses.
            if (await FindAsync(cancellationToken) is not { } madeByAnother)
                throw new RefusedException(
                    Refusal.Refused, $"The network {options.Name} cannot be made: is its subnet {options.Subnet} used by another network?", e);
            Check(madeByAnother);
        }
    }

    public async Task ConnectAsync(string name, CancellationToken cancellationToken)
    {
        if (await containers.FindAsync(name, cancellationToken) is not { } found)
            throw new WorldChangedException(Refusal.Refused, $"There is no container {name} to connect.");
        if (found.NetworkSettings?.Networks.ContainsKey(options.Name) == true)
            return;

        // Publishes the ports of a running container again, too: no restart needed.
        await engine.CallAsync(
            (docker, token) => docker.Networks.ConnectNetworkAsync(options.Name, new() { Container = found.ID }, token), cancellationToken);
    }

    private Task<NetworkResponse?> FindAsync(CancellationToken cancellationToken) =>
        engine.FindAsync((docker, token) => docker.Networks.InspectNetworkAsync(options.Name, token), cancellationToken);

    // The engine may allow two networks of one name, but never two of one subnet.
    private NetworksCreateParameters Wanted() => new()
    {
        Name = options.Name,
        Driver = "bridge",
        IPAM = new() { Config = [new() { Subnet = options.Subnet, Gateway = options.Gateway }] },
        Options = new Dictionary<string, string>(StringComparer.Ordinal) { [InterContainerTraffic] = "false" },
        Labels = labels.On(),
    };

    // Using a network that lets instances talk to each other, or lacks the gateway they look for, is worse than not starting.
    private void Check(NetworkResponse existing)
    {
        var isolated = existing.Options.TryGetValue(InterContainerTraffic, out var icc) && icc is "false";
        if (!isolated || !existing.IPAM.Config.Any(c => c.Subnet == options.Subnet && c.Gateway == options.Gateway))
            throw new RefusedException(
                Refusal.Refused, $"A network {options.Name} exists with other settings: remove it or configure another name.");
        if (ForeignGateway.Find(options.Gateway, existing.ID) is { } foreign)
            throw new RefusedException(
                Refusal.Refused,
                $"The interface {foreign} has the address {options.Gateway} of the network {options.Name} as well, left by another engine: "
                + $"ip link delete {foreign}");
    }
}
