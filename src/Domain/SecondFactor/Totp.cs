using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Domain.SecondFactor;

/// <summary>Time-based one-time passwords as authenticator programs make them: RFC 6238 with SHA-1, 6 digits, steps of 30 seconds.</summary>
public static class Totp
{
    public const int Digits = 6;
    public const int StepSeconds = 30;

    /// <summary>Characters of a secret: 160 bits in Base32, as RFC 4226 recommends.</summary>
    public const int SecretLength = 32;

    /// <summary>Clocks that are off by one step are let in.</summary>
    private const int Tolerance = 1;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The step whose code this is, among those around <paramref name="now"/>; null when it is none of theirs.</summary>
    /// <param name="secret">Base32 without padding.</param>
    public static long? FindStep(string secret, string code, DateTimeOffset now)
    {
        var key = FromBase32(secret);
        var given = Encoding.UTF8.GetBytes(code);
        var current = StepOf(now);
        long? found = null;
        // All are compared, and each in constant time.
        for (var step = current - Tolerance; step <= current + Tolerance; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(key, step)), given))
                found = step;
        }

        return found;
    }

    public static string CodeAt(string secret, DateTimeOffset now) => Code(FromBase32(secret), StepOf(now));

    /// <summary>What an authenticator program reads from a QR code.</summary>
    public static string UriOf(string issuer, Email account, string secret) => string.Create(
        CultureInfo.InvariantCulture,
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account.Value)}?secret={secret}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}");

    private static long StepOf(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238: what authenticator programs compute. HMAC is not broken by SHA-1's collisions.")]
    private static string Code(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var hash = HMACSHA1.HashData(key, counter);
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
