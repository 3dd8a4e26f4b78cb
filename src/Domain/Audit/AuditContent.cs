using System.Globalization;
using System.Text;

namespace SaaSOdoo.Domain.Audit;

/// <summary>
/// The bytes of an entry that its hash covers. Every value stands with its length before it, so that no two entries have the same bytes.
/// Never to be changed: the hashes of all entries ever written depend on it.
/// </summary>
public static class AuditContent
{
    private const string Version = "1";

    public static byte[] Of(AuditEntry entry)
    {
        var content = new StringBuilder();
        string?[] fixedValues =
        [
            Version,
            Text(entry.Id.Value), Text(entry.Chain), Text(entry.At.UtcTicks), entry.Action, entry.Outcome.ToString(), entry.Code,
            entry.Actor.ToString(), Text(entry.ActorId?.Value), Text(entry.ApiKeyId?.Value), Text(entry.CustomerId?.Value),
            Text(entry.TenantId?.Value), entry.IpAddress, entry.UserAgent, entry.TraceId,
        ];
        foreach (var value in fixedValues.Concat(entry.Targets.OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => new[] { t.Key, Text(t.Value) })))
            Append(content, value);
        return Encoding.UTF8.GetBytes(content.ToString());
    }

    // What is missing differs from what is empty.
    private static void Append(StringBuilder content, string? value)
    {
        if (value is null)
            content.Append("-;");
        else
            content.Append(CultureInfo.InvariantCulture, $"{value.Length}:{value};");
    }

    private static string? Text<T>(T? value) where T : struct, IFormattable => value?.ToString(format: null, CultureInfo.InvariantCulture);

    private static string Text<T>(T value) where T : struct, IFormattable => value.ToString(format: null, CultureInfo.InvariantCulture);
}
