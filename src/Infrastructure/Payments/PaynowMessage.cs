using System.Security.Cryptography;
using System.Text;

namespace SaaSOdoo.Infrastructure.Payments;

/// <summary>
/// A message of PayNow's protocol. Keys are the same in whatever case. The hash is over the decoded values of all other fields in the order
/// in which they came.
/// </summary>
internal sealed class PaynowMessage
{
    public const string HashField = "hash";
    private const int MaxFields = 64;
    private readonly IReadOnlyList<KeyValuePair<string, string>> fields;
    private readonly Dictionary<string, string> byKey;

    private PaynowMessage(IReadOnlyList<KeyValuePair<string, string>> fields, Dictionary<string, string> byKey) =>
        (this.fields, this.byKey) = (fields, byKey);

    /// <summary>The value of a field; null when it is not there, or empty.</summary>
    public string? this[string key] => byKey.TryGetValue(key, out var value) && value.Length > 0 ? value : null;

    /// <summary>Null when it is damaged, has no field, or one twice.</summary>
    public static PaynowMessage? Parse(ReadOnlySpan<byte> body)
    {
        if (PaynowForm.Parse(body, MaxFields) is not { Count: > 0 } fields)
            return null;

        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        return fields.TrueForAll(f => found.TryAdd(f.Key, f.Value)) ? new(fields, found) : null;
    }

    /// <summary>A form with these fields in this order, signed.</summary>
    public static string Sign(IReadOnlyList<KeyValuePair<string, string>> fields, string integrationKey) =>
        PaynowForm.Write([.. fields, new(HashField, Hash(fields.Select(f => f.Value), integrationKey))]);

    /// <summary>False when it has no hash, or another one than the key makes.</summary>
    public bool IsSignedWith(string integrationKey)
    {
        if (this[HashField] is not { } given)
            return false;

        var expected = Hash(fields.Where(f => !f.Key.Equals(HashField, StringComparison.OrdinalIgnoreCase)).Select(f => f.Value), integrationKey);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given.ToUpperInvariant()), Encoding.UTF8.GetBytes(expected));
    }

    /// <summary>128 hexadecimal digits in upper case.</summary>
    public static string Hash(IEnumerable<string> values, string integrationKey) =>
        Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes(string.Concat(values) + integrationKey.ToLowerInvariant())));
}
