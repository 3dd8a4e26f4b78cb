using System.IO.Compression;
using System.Net;
using System.Text;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

public sealed class BodyEncodingTests(ConventionApi api) : IClassFixture<ConventionApi>
{
    private const string Path = "/api/v1/test/widgets";
    private const string Good = """{"name":"a","size":1,"kind":"plain","note":"Zoë"}""";

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/json; charset=UTF8")]
    [InlineData("application/merge+json; charset=utf8; v=1")]
    public async Task Utf_8_is_taken_however_it_is_named(string contentType)
    {
        using var response = await PostAsync(Encoding.UTF8.GetBytes(Good), contentType);
        (await response.ShouldBeJsonAsync(HttpStatusCode.Created))["note"]!.GetValue<string>().ShouldBe("Zoë");
    }

    [Theory]
    [InlineData("utf-7")]
    [InlineData("us-ascii")]
    [InlineData("iso-8859-1")]
    [InlineData("\"utf-16\"")]
    [InlineData("klingon")]
    public async Task Other_charsets_are_a_415(string charset)
    {
        using var response = await PostAsync(Encoding.Latin1.GetBytes(Good), $"application/json; charset={charset}");
        (await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type"))["detail"]!.GetValue<string>().ShouldContain("UTF-8");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/api/v1/test/me")]
    public async Task A_charset_of_no_body_is_nobodys_business(string path)
    {
        using var client = api.ClientOf();
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Content = new ByteArrayContent([]) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-7").ShouldBeTrue();
        using var response = await client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_compressed_body_is_taken(string encoding)
    {
        using var response = await PostAsync(Compressed(Encoding.UTF8.GetBytes(Good), encoding), encoding: encoding);
        (await response.ShouldBeJsonAsync(HttpStatusCode.Created))["note"]!.GetValue<string>().ShouldBe("Zoë");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_compressed_body_is_bounded_by_what_comes_out(bool keyed)
    {
        var bomb = Compressed(Encoding.UTF8.GetBytes($$"""{"name":"{{new string('a', 8 * 1024 * 1024)}}","size":1,"kind":"plain"}"""), "gzip");
        bomb.Length.ShouldBeLessThan(256 * 1024);
        using var response = await PostAsync(bomb, encoding: "gzip", keyed: keyed);
        await response.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    public async Task An_unknown_encoding_is_a_415_that_names_the_known(string encoding)
    {
        using var response = await PostAsync(Encoding.UTF8.GetBytes(Good), encoding: encoding);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        response.Headers.GetValues("Accept-Encoding").Single().ShouldBe("gzip, deflate");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Bytes_that_are_not_compressed_as_they_say_are_a_400(string encoding)
    {
        using var response = await PostAsync(Encoding.UTF8.GetBytes(Good), encoding: encoding);
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed_json");
    }

    private static byte[] Compressed(byte[] plain, string encoding)
    {
        using var target = new MemoryStream();
        using (Stream compressor = encoding == "deflate" ? new ZLibStream(target, CompressionLevel.Fastest) : new GZipStream(target, CompressionLevel.Fastest))
            compressor.Write(plain);
        return target.ToArray();
    }

    private async Task<HttpResponseMessage> PostAsync(byte[] body, string contentType = "application/json", string? encoding = null, bool keyed = false)
    {
        using var client = api.ClientOf();
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType).ShouldBeTrue();
        if (encoding is not null)
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding).ShouldBeTrue();
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        if (keyed)
            request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        return await client.SendAsync(request);
    }
}
