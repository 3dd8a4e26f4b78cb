using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SaaSOdoo.TestKit.Webhooks;

/// <summary>
/// Checks a signature as the specification (Standard Webhooks 1.0.0, "Verifying signatures") tells a receiver to; written from it, without
/// a look at how the product signs.
/// </summary>
public static class StandardWebhook
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <returns>How many signatures the header holds and which of them fits, from 0; -1 when none does.</returns>
    /// <exception cref="InvalidOperationException">The request is not what the specification describes.</exception>
    public static (int Count, int Fits) Check(ReceivedWebhook request, string secret, DateTimeOffset now)
    {
        if (!secret.StartsWith("whsec_", StringComparison.Ordinal))
            throw new InvalidOperationException("The secret has no prefix.");
        var key = Convert.FromBase64String(secret[6..]);
        if (key.Length is < 24 or > 64)
            throw new InvalidOperationException($"The key has {key.Length} bytes.");

        var timestamp = long.Parse(request.Headers["webhook-timestamp"], NumberStyles.None, CultureInfo.InvariantCulture);
        if ((now - DateTimeOffset.FromUnixTimeSeconds(timestamp)).Duration() > Tolerance)
            throw new InvalidOperationException($"The timestamp {timestamp} is too far from now.");

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.ASCII.GetBytes(request.Headers["webhook-id"]));
        hmac.AppendData("."u8);
        hmac.AppendData(Encoding.ASCII.GetBytes(request.Headers["webhook-timestamp"]));
        hmac.AppendData("."u8);
        hmac.AppendData(Encoding.UTF8.GetBytes(request.Body));
        var expected = hmac.GetHashAndReset();

        var given = request.Headers["webhook-signature"].Split(' ');
        return (given.Length, Array.FindIndex(given, g => g.Split(',') is ["v1", var signature]
            && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(signature), expected)));
    }
}
