using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Gives instances their address. Now a port published on the host's loopback; a host name behind a gateway is next.</summary>
public interface IRoutes
{
    /// <summary>Makes sure the allocation has an address of its own, and saves it. The same one every time until it is freed.</summary>
    Task ReserveAsync(InstanceAllocation allocation, CancellationToken cancellationToken);
}
