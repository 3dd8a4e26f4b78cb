using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Sessions;

/// <summary>
/// A program on a network that a customer has logged in from: the user agent with the /24 (IPv4) or /48 (IPv6) of the address, hashed.
/// An unseen one is told by mail.
/// </summary>
public sealed class KnownDevice
{
    public const int FingerprintLength = 32;
    public static readonly TimeSpan SeenResolution = TimeSpan.FromDays(1);

    private KnownDevice()
    {
    }

    public CustomerId CustomerId { get; private set; }
    public byte[] Fingerprint { get; private set; } = [];
    public DateTimeOffset FirstSeenAt { get; private set; }

    /// <summary>At a login; written again when it is older than <see cref="SeenResolution"/>.</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    public static KnownDevice Of(CustomerId customer, SessionOrigin origin, DateTimeOffset now) =>
        new() { CustomerId = customer, Fingerprint = FingerprintOf(origin), FirstSeenAt = now, LastSeenAt = now };

    public static byte[] FingerprintOf(SessionOrigin origin) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{NetworkOf(origin.IpAddress)}\n{origin.UserAgent}"));

    // Addresses of one household or office change within their network.
    private static string NetworkOf(string? address)
    {
        if (!IPAddress.TryParse(address, out var ip))
            return "";

        var bytes = ip.GetAddressBytes();
        Array.Clear(bytes, ip.AddressFamily == AddressFamily.InterNetwork ? 3 : 6, ip.AddressFamily == AddressFamily.InterNetwork ? 1 : 10);
        return new IPAddress(bytes).ToString();
    }
}
