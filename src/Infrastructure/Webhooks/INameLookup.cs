using System.Net;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <summary>What a host name leads to now.</summary>
internal interface INameLookup
{
    /// <exception cref="System.Net.Sockets.SocketException">There is no such name, or no answer.</exception>
    Task<IPAddress[]> AddressesOfAsync(string host, CancellationToken cancellationToken);
}

internal sealed class SystemNameLookup : INameLookup
{
    public Task<IPAddress[]> AddressesOfAsync(string host, CancellationToken cancellationToken) =>
        Dns.GetHostAddressesAsync(host, cancellationToken);
}
