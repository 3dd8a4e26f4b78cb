using System.Buffers.Text;
using System.Security.Cryptography;

namespace SaaSOdoo.Infrastructure.Secrets;

/// <summary>What Data Protection writes: base64url of four fixed bytes, the key's id (16 bytes), and what is encrypted.</summary>
internal static class ProtectedValue
{
    /// <summary>How each of them begins.</summary>
    public const string Prefix = "CfDJ8";

    /// <summary>So many characters tell the key: they hold its first 15 bytes and a half.</summary>
    public const int KeyCharacters = 26;

    private const int HeaderBytes = 4;
    private const int KeyBytes = 16;

    /// <exception cref="CryptographicException">It is none.</exception>
    public static Guid KeyOf(string value) =>
        TryKeyOf(value, out var key) ? key : throw new CryptographicException("This is no protected value.");

    public static bool TryKeyOf(string value, out Guid key)
    {
        // 27 characters are 20 bytes and two bits; 28 can be decoded.
        Span<byte> header = stackalloc byte[HeaderBytes + KeyBytes + 1];
        if (!value.StartsWith(Prefix, StringComparison.Ordinal) || value.Length < KeyCharacters + 2
            || !Base64Url.TryDecodeFromChars(value.AsSpan(0, KeyCharacters + 2), header, out _))
        {
            key = Guid.Empty;
            return false;
        }

        key = new Guid(header.Slice(HeaderBytes, KeyBytes));
        return true;
    }
}
