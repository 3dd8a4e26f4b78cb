using System.Net;
using System.Net.NetworkInformation;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>
/// A second interface of this machine with the address of the instances' gateway, as an engine that was killed leaves it: answers to
/// instances may go there, and Odoo does not reach PostgreSQL.
/// </summary>
internal static class ForeignGateway
{
    private const int IdLength = 12;

    /// <returns>Its name; null also when the engine's network is not on this machine.</returns>
    public static string? Find(string gateway, string network)
    {
        if (network.Length < IdLength)
            return null;

        var address = IPAddress.Parse(gateway);
        var names = NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.GetIPProperties().UnicastAddresses.Any(a => a.Address.Equals(address)))
            .Select(i => i.Name)
            .ToList();
        return names.Remove($"br-{network[..IdLength]}") ? names.FirstOrDefault() : null;
    }
}
