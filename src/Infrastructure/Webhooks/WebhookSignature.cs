using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SaaSOdoo.Application.Webhooks;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <summary>The headers of Standard Webhooks 1.0 (symmetric scheme): HMAC-SHA256 over <c>id.timestamp.body</c>, one for each live secret.</summary>
internal static class WebhookSignature
{
    /// <param name="secrets">In clear, as the customer knows them.</param>
    public static IEnumerable<(string Name, string Value)> HeadersOf(string id, DateTimeOffset at, string body, IEnumerable<string> secrets)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}");
        yield return ("webhook-id", id);
        yield return ("webhook-timestamp", timestamp);
        yield return ("webhook-signature", string.Join(' ', secrets.Select(
            secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(WebhookSecrets.KeyOf(secret), signed))}")));
    }
}
