using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

public sealed class CompressionTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Lists_and_the_document_are_compressed(string encoding)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        foreach (var path in new[] { "/api/v1/plans", "/swagger/v1/swagger.json" })
        {
            using var plain = await customer.Http.GetAsync(path);
            plain.Content.Headers.ContentEncoding.ShouldBeEmpty();
            using var response = await SendAsync(customer, HttpMethod.Get, path, encoding);
            response.Content.Headers.ContentEncoding.ShouldBe([encoding]);
            response.Headers.Vary.ShouldContain("Accept-Encoding");
            (await InflatedAsync(response, encoding)).ShouldBe(await plain.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task What_has_a_version_holds_a_secret_or_lasts_is_not_compressed()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        using var versioned = await SendAsync(customer, HttpMethod.Get, $"/api/v1/tenants/{tenant}", "br");
        versioned.Headers.ETag.ShouldNotBeNull();
        using var secret = await SendAsync(
            customer, HttpMethod.Post, "/api/v1/auth/login", "br", new() { ["email"] = customer.Email, ["password"] = TestCustomer.Password });
        using var stream = await SendAsync(customer, HttpMethod.Get, $"/api/v1/events/stream?tenant_id={tenant}", "br");
        foreach (var response in new[] { versioned, secret, stream })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Content.Headers.ContentEncoding.ShouldBeEmpty();
            response.Headers.CacheControl!.NoTransform.ShouldBeTrue();
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(TestCustomer customer, HttpMethod method, string path, string encoding, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("Accept-Encoding", encoding);
        return await customer.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<string> InflatedAsync(HttpResponseMessage response, string encoding)
    {
        await using var stream = await response.Content.ReadAsStreamAsync();
        await using Stream inflated = encoding == "br" ? new BrotliStream(stream, CompressionMode.Decompress) : new GZipStream(stream, CompressionMode.Decompress);
        using var reader = new StreamReader(inflated);
        return await reader.ReadToEndAsync();
    }
}
