using System.Net;
using System.Net.Sockets;

namespace SaaSOdoo.Domain.Webhooks;

/// <summary>
/// Whether an address is one of the public Internet, after IANA's registries of special-purpose addresses. A customer chooses where
/// webhooks go, and must not reach with them what only the platform can: its own services, its neighbours, the cloud's metadata.
/// </summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] Special4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "192.175.48.0/24", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Looks public, and is the host of every machine at Azure: its metadata, its name server.
            "168.63.129.16/32",
        }.Select(IPNetwork.Parse),
    ];

    // Global unicast; what is outside is loopback, unique local, link-local, multicast, NAT64, discard or not assigned.
    private static readonly IPNetwork Unicast6 = IPNetwork.Parse("2000::/3");

    // Teredo, benchmarks and ORCHID; documentation; 6to4, which embeds any IPv4 address; AS112; documentation.
    private static readonly IPNetwork[] Special6 =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20" }.Select(IPNetwork.Parse)];

    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(Special4, n => n.Contains(plain)),
            AddressFamily.InterNetworkV6 => Unicast6.Contains(plain) && !Array.Exists(Special6, n => n.Contains(plain)),
            _ => false,
        };
    }
}
