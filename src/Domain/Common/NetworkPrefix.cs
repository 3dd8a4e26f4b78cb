using System.Net;
using System.Net.Sockets;

namespace SaaSOdoo.Domain.Common;

/// <summary>The network an address belongs to: one household, office or server has many addresses of one network.</summary>
public static class NetworkPrefix
{
    /// <summary>What counts as one source of requests: an IPv4 address, or the /64 that one customer has of IPv6.</summary>
    public static string SourceOf(string? address) => Of(address, bytes4: 4, bytes6: 8);

    /// <inheritdoc cref="SourceOf(string?)"/>
    public static string SourceOf(IPAddress? address) => address is null ? "" : Of(address, bytes4: 4, bytes6: 8);

    /// <param name="bytes4">How many bytes of an IPv4 address count; <paramref name="bytes6"/> likewise.</param>
    /// <returns>The address with the others set to 0; empty when it is none.</returns>
    public static string Of(string? address, int bytes4, int bytes6) => IPAddress.TryParse(address, out var ip) ? Of(ip, bytes4, bytes6) : "";

    private static string Of(IPAddress address, int bytes4, int bytes6)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(plain.AddressFamily == AddressFamily.InterNetwork ? bytes4 : bytes6).Clear();
        return new IPAddress(bytes).ToString();
    }
}
