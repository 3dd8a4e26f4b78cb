using System.Security.Cryptography;
using System.Text;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Sessions;

/// <summary>
/// A program on a network that a customer has logged in from: family and platform of the user agent with the /24 (IPv4) or /48 (IPv6) of the
/// address, hashed. An unseen one is told by mail. It counts wrong passwords for itself, so that strangers cannot lock it out (ADR 0020).
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

    /// <summary>In a row, from this device; a success starts again from 0.</summary>
    public int FailedLogins { get; private set; }
    public DateTimeOffset? LockedUntil { get; private set; }

    internal LockOut Logins
    {
        get => new(FailedLogins, LockedUntil);
        set => (FailedLogins, LockedUntil) = (value.Failed, value.Until);
    }

    public static KnownDevice Of(CustomerId customer, SessionOrigin origin, DateTimeOffset now) =>
        new() { CustomerId = customer, Fingerprint = FingerprintOf(origin), FirstSeenAt = now, LastSeenAt = now };

    // Addresses of one household or office change within their network.
    public static byte[] FingerprintOf(SessionOrigin origin) => SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{NetworkPrefix.Of(origin.IpAddress, bytes4: 3, bytes6: 6)}\n{UserAgentFamily.Of(origin.UserAgent)}"));
}
