using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace SaaSOdoo.TestKit;

/// <summary>
/// The customer's authenticator program: RFC 6238 with SHA-1, 6 digits, steps of 30 seconds. Written from the RFC and without the product's
/// library, so that two implementations meet.
/// </summary>
public static class Totp
{
    public const int StepSeconds = 30;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <param name="secret">Base32 without padding.</param>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238: what authenticator programs compute. HMAC is not broken by SHA-1's collisions.")]
    public static string CodeAt(string secret, DateTimeOffset now)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, now.ToUnixTimeSeconds() / StepSeconds);
        var hash = HMACSHA1.HashData(FromBase32(secret), counter);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0x0f)) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] FromBase32(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        var (buffer, bits, at) = (0, 0, 0);
        foreach (var character in text)
        {
            buffer = (buffer << 5 | Alphabet.IndexOf(character, StringComparison.Ordinal)) & 0xfff;
            bits += 5;
            if (bits < 8)
                continue;

            bits -= 8;
            bytes[at++] = (byte)(buffer >> bits);
        }

        return bytes;
    }
}
