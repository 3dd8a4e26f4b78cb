using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace SaaSOdoo.TestKit.Payments;

/// <summary>
/// PayNow's messages as its documentation describes them, from the gateway's side; written from it, without a look at how the product does it.
/// </summary>
public static class PaynowWire
{
    /// <summary>Fields in their order, with keys in lower case.</summary>
    public static IReadOnlyList<(string Key, string Value)> Read(string form) =>
    [
        .. form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(pair => (WebUtility.UrlDecode(pair[0]).ToLowerInvariant(), WebUtility.UrlDecode(pair.ElementAtOrDefault(1) ?? ""))),
    ];

    public static string Value(this IReadOnlyList<(string Key, string Value)> fields, string key) => fields.FirstOrDefault(f => f.Key == key).Value ?? "";

    /// <summary>The form with its hash at the end.</summary>
    public static string Write(string integrationKey, params (string Key, string Value)[] fields) =>
        string.Join('&', fields.Append(("hash", HashOf(fields, integrationKey))).Select(f => $"{f.Item1}={WebUtility.UrlEncode(f.Item2)}"));

    public static bool IsSigned(IReadOnlyList<(string Key, string Value)> fields, string integrationKey) =>
        fields.Value("hash") == HashOf(fields.Where(f => f.Key != "hash"), integrationKey);

    public static string Amount(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static string HashOf(IEnumerable<(string Key, string Value)> fields, string integrationKey)
    {
        var text = new StringBuilder();
        foreach (var (_, value) in fields)
            text.Append(value);
        return Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes(text.Append(integrationKey.ToLowerInvariant()).ToString())));
    }
}
