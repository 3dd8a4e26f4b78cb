using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace SaaSOdoo.Api.Tests.Http;

/// <summary>What is refused before any endpoint is looked for, sent as bytes that no client of ours would send.</summary>
public sealed class EarlyRefusalTests : IClassFixture<ConventionApi>
{
    private readonly Uri address;

    public EarlyRefusalTests(ConventionApi api)
    {
        using var client = api.ClientOf();
        address = api.Address;
    }

    public static TheoryData<string, string, int, string> Refusals { get; } = new()
    {
        { "an Authorization that is no text", "GET /api/v1/test/me HTTP/1.1\r\nAuthorization: Bearer \u00ff\u00fe\r\n", 401, "unauthenticated" },
        { "headers of 40 KB", $"GET /api/v1/test/me HTTP/1.1\r\nX-Large: {new string('a', 40 * 1024)}\r\n", 431, "headers_too_large" },
        { "150 headers", $"GET /api/v1/test/me HTTP/1.1\r\n{string.Concat(Enumerable.Range(0, 150).Select(i => $"X-{i}: 1\r\n"))}", 431, "headers_too_large" },
        { "an address of 9 KB", $"GET /api/v1/test/me?{new string('a', 9 * 1024)} HTTP/1.1\r\n", 414, "address_too_long" },
        { "a method that does not exist", "FROB /version HTTP/1.1\r\n", 405, "method_not_allowed" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task An_early_refusal_has_the_shape_of_all_others(string what, string request, int status, string code)
    {
        var (head, body) = await SendAsync($"{request}Host: localhost\r\nConnection: close\r\n\r\n");
        head[0].ShouldStartWith($"HTTP/1.1 {status} ", customMessage: what);
        head.ShouldContain(h => h.StartsWith("Content-Type: application/problem+json"));
        var problem = JsonNode.Parse(body)!;
        problem["code"]!.GetValue<string>().ShouldBe(code);
        head.ShouldContain($"X-Request-Id: {problem["trace_id"]!.GetValue<string>()}");
    }

    private async Task<(string[] Head, string Body)> SendAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var parts = (await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30))).Split("\r\n\r\n", 2);
        var body = parts[1];
        return (parts[0].Split("\r\n"), body[body.IndexOf('{', StringComparison.Ordinal)..(body.LastIndexOf('}') + 1)]);
    }
}
