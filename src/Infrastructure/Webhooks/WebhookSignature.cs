using System.Globalization;
using StandardWebhooks;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <summary>The headers of Standard Webhooks 1.0 (symmetric scheme). The library signs with one secret; here each live secret signs.</summary>
internal static class WebhookSignature
{
    /// <param name="secrets">In clear, as the customer knows them.</param>
    public static IEnumerable<(string Name, string Value)> HeadersOf(string id, DateTimeOffset at, string body, IEnumerable<string> secrets)
    {
        yield return ("webhook-id", id);
        yield return ("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        yield return ("webhook-signature", string.Join(' ', secrets.Select(secret => new StandardWebhook(secret).Sign(id, at, body))));
    }
}
