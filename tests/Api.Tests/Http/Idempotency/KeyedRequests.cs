using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace SaaSOdoo.Api.Tests.Http.Idempotency;

internal static class KeyedRequests
{
    public const string Header = "Idempotency-Key";

    public static string NewKey() => Guid.CreateVersion7().ToString();

    public static Task<HttpResponseMessage> PostKeyedAsync(this HttpClient http, string path, JsonNode? body, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation(Header, key).ShouldBeTrue();
        return http.SendAsync(request);
    }

    public static bool IsReplay(this HttpResponseMessage response) =>
        response.Headers.TryGetValues("Idempotent-Replayed", out var values) && values.Single() == "true";
}
