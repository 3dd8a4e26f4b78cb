using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace SaaSOdoo.Api.Http.Idempotency;

/// <summary>An answer with the fingerprint of the request it belongs to. May hold a token: it is only ever stored encrypted.</summary>
internal sealed record StoredResponse(byte[] Fingerprint, int Status, Dictionary<string, string> Headers, byte[] Body)
{
    public const string ReplayedHeader = "Idempotent-Replayed";

    private static readonly string[] Kept = [HeaderNames.ContentType, HeaderNames.Location, HeaderNames.ETag, HeaderNames.RetryAfter];

    public override string ToString() => nameof(StoredResponse);

    public static StoredResponse Of(HttpResponse response, byte[] fingerprint, byte[] body) => new(
        fingerprint, response.StatusCode,
        Kept.Where(response.Headers.ContainsKey).ToDictionary(name => name, name => response.Headers[name].ToString(), StringComparer.Ordinal),
        body);

    public static StoredResponse Parse(string text) => JsonSerializer.Deserialize<StoredResponse>(text)!;

    public string ToText() => JsonSerializer.Serialize(this);

    public async Task ReplayAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        foreach (var (name, value) in Headers)
            http.Response.Headers[name] = value;
        http.Response.Headers[ReplayedHeader] = "true";
        await SendAsync(http, Body);
    }

    // To write nothing counts as writing: after a 204 Kestrel would end the connection.
    public static Task SendAsync(HttpContext http, byte[] body) =>
        body.Length == 0 ? Task.CompletedTask : http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
}
