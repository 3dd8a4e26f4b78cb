using System.Net;
using System.Text;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

public sealed class BodyTests(ConventionApi api) : IClassFixture<ConventionApi>
{
    private const string Path = "/api/v1/test/widgets";
    private const string Good = """{"name":"a","size":1,"kind":"very_fancy"}""";

    [Fact]
    public async Task A_good_body_is_created_and_answered_in_snake_case_with_times_in_utc()
    {
        using var response = await Post("""{"name":"a","size":1,"kind":"very_fancy","at":"2026-11-22T10:00:00.5+02:00","part":{"name":"p"},"tags":["x"]}""");
        var body = await response.ShouldBeJsonAsync(HttpStatusCode.Created);
        body.ToJsonString().ShouldBe(
            """{"name":"a","size":1,"kind":"very_fancy","note":null,"at":"2026-11-22T08:00:00.500000Z","part":{"name":"p","count":1},"tags":["x"]}""");
        response.Headers.Location.ShouldBe(new Uri("/api/v1/test/widgets/a", UriKind.Relative));
    }

    [Theory]
    [InlineData("""{"name":"a","size":1,"kind":"plain","colour":"red"}""", "colour")]
    [InlineData("""{"name":"a","size":1,"kind":"plain","part":{"name":"p","weight":1}}""", "part.weight")]
    [InlineData("""{"name":"a","size":1,"kind":"plain","Note":"x"}""", "Note")]
    [InlineData("""{"name":"a","size":"1","kind":"plain"}""", "size")]
    [InlineData("""{"name":"a","size":1.5,"kind":"plain"}""", "size")]
    [InlineData("""{"name":"a","size":99999999999,"kind":"plain"}""", "size")]
    [InlineData("""{"name":7,"size":1,"kind":"plain"}""", "name")]
    [InlineData("""{"name":null,"size":1,"kind":"plain"}""", "name")]
    [InlineData("""{"name":"a\u0000b","size":1,"kind":"plain"}""", "name")]
    [InlineData("""{"name":"\ud800","size":1,"kind":"plain"}""", "name")]
    [InlineData("""{"name":"a","size":1,"kind":"ugly"}""", "kind")]
    [InlineData("""{"name":"a","size":1,"kind":1}""", "kind")]
    [InlineData("""{"name":"a","size":1,"kind":"plain","at":"yesterday"}""", "at")]
    [InlineData("""{"name":"a","size":1,"kind":"plain","at":"2026-11-22T09:00:00"}""", "at")]
    [InlineData("""{"name":"a","size":1,"kind":"plain","at":"2026-11-22 09:00:00Z"}""", "at")]
    [InlineData("""{"name":"a","size":1,"kind":"plain","at":"0001-01-01T00:00:00+13:00"}""", "at")]
    [InlineData("""{"name":"a","size":1,"kind":"plain","at":1795338000}""", "at")]
    [InlineData("""{"name":"a","size":1,"kind":"plain","tags":["x",2]}""", "tags[1]")]
    [InlineData("""{"name":"a","size":1,"kind":"plain","tags":{}}""", "tags")]
    [InlineData("""{"name":"a","name":"b","size":1,"kind":"plain"}""", "name")]
    [InlineData("""{"name":"a"}""", "size", "kind")]
    [InlineData("""{"name":"a","size":1,"kind":"plain","part":{}}""", "part.name")]
    [InlineData("""[1]""", "body")]
    public async Task A_bad_field_is_a_422_that_names_it(string body, params string[] fields)
    {
        using var response = await Post(body);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", fields);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"name":"a",}""")]
    [InlineData("""{"name":"a","size":1,"kind":"plain"} x""")]
    [InlineData("not json")]
    [InlineData("null")]
    public async Task Json_that_cannot_be_read_is_a_400(string body)
    {
        using var response = await Post(body);
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed_json");
    }

    [Fact]
    public async Task No_body_at_all_is_a_400()
    {
        using var client = api.ClientOf();
        using var response = await client.PostAsync(Path, content: null);
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed_json");
    }

    [Fact]
    public async Task Json_nested_too_deep_is_refused()
    {
        using var response = await Post($$"""{"name":{{new string('[', 1000)}}{{new string(']', 1000)}}}""");
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["name"]);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf_8_are_refused()
    {
        using var content = new ByteArrayContent([.. "{\"name\":\""u8, 0xff, 0xfe, .. "\",\"size\":1,\"kind\":\"plain\"}"u8]);
        content.Headers.ContentType = new("application/json");
        using var client = api.ClientOf();
        using var response = await client.PostAsync(Path, content);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["name"]);
    }

    [Fact]
    public async Task A_charset_that_does_not_exist_is_a_415()
    {
        using var content = new StringContent(Good, Encoding.UTF8, "application/json");
        content.Headers.ContentType!.CharSet = "klingon";
        using var client = api.ClientOf();
        using var response = await client.PostAsync(Path, content);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_cut_off_at_one_mebibyte_too()
    {
        using var content = new StringContent($$"""{"name":"{{new string('a', 2 * 1024 * 1024)}}","size":1,"kind":"plain"}""", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content, Headers = { TransferEncodingChunked = true } };
        using var client = api.ClientOf();
        using var response = await client.SendAsync(request);
        await response.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task Unsupported_content_type_is_a_415()
    {
        using var response = await Post(Good, "text/plain");
        await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task A_body_over_one_mebibyte_is_a_413()
    {
        using var response = await Post($$"""{"name":"{{new string('a', 1024 * 1024)}}","size":1,"kind":"plain"}""");
        await response.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    private async Task<HttpResponseMessage> Post(string body, string contentType = "application/json")
    {
        using var client = api.ClientOf();
        using var content = new StringContent(body, Encoding.UTF8, contentType);
        return await client.PostAsync(Path, content);
    }
}
