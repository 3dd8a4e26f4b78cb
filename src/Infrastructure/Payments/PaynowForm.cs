using System.Text;

namespace SaaSOdoo.Infrastructure.Payments;

/// <summary>
/// <c>application/x-www-form-urlencoded</c>, strictly: the framework's own decoders take what is damaged for text, and a signature over
/// guesses proves nothing.
/// </summary>
internal static class PaynowForm
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The fields in their order, decoded once; null when it is damaged or has more fields than allowed.</summary>
    public static List<KeyValuePair<string, string>>? Parse(ReadOnlySpan<byte> body, int maxFields)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            if (pair.IsEmpty)
                continue;

            var equals = pair.IndexOf((byte)'=');
            var key = Decode(equals < 0 ? pair : pair[..equals]);
            var value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            if (string.IsNullOrEmpty(key) || value is null || fields.Count == maxFields)
                return null;
            fields.Add(new(key, value));
        }

        return fields;
    }

    public static string Write(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}"));

    private static string? Decode(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++, length++)
        {
            if (text[i] != '%')
            {
                bytes[length] = text[i] == '+' ? (byte)' ' : text[i];
                continue;
            }

            if (i + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[i + 1]) || !char.IsAsciiHexDigit((char)text[i + 2]))
                return null;
            bytes[length] = Convert.FromHexString([(char)text[i + 1], (char)text[i + 2]])[0];
            i += 2;
        }

        try
        {
            // PostgreSQL keeps no zero in a text.
            return bytes.AsSpan(0, length).Contains((byte)0) ? null : Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
