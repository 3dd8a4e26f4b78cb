using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Ports;

/// <summary>Gives instances their address. Now a port published on the host's loopback; a host name behind a gateway is next.</summary>
public interface IRoutes
{
    /// <summary>Makes sure the placement has an address of its own, and saves it. The same one every time until it is freed.</summary>
    Task ReserveAsync(Placement placement, CancellationToken cancellationToken);
}
