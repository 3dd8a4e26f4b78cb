using System.Net;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

public sealed class HeadTests(ConventionApi api) : IClassFixture<ConventionApi>
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/version")]
    [InlineData("/api/v1/test/list")]
    [InlineData("/api/v1/test/widgets/0193b000-0000-7000-8000-00000000000a")]
    [InlineData("/api/v1/test/open")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/test/throw/bug")]
    [InlineData("/api/v1/plans")]
    [InlineData("/swagger/v1/swagger.json")]
    public async Task Head_is_answered_as_get_without_its_body(string path)
    {
        using var client = api.ClientOf();
        using var get = await client.GetAsync(path);
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        head.StatusCode.ShouldBe(get.StatusCode);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        head.Content.Headers.ContentType?.ToString().ShouldBe(get.Content.Headers.ContentType?.ToString());
        head.Headers.ETag.ShouldBe(get.Headers.ETag);
        head.Headers.GetValues("X-Request-Id").Count().ShouldBe(1);
        var length = (await get.Content.ReadAsByteArrayAsync()).Length;
        if (length > 0)
            head.Content.Headers.ContentLength.ShouldBe(length);
    }

    [Fact]
    public async Task Head_keeps_the_connection_in_order()
    {
        using var client = api.ClientOf();
        for (var i = 0; i < 3; i++)
        {
            using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/version"));
            head.StatusCode.ShouldBe(HttpStatusCode.OK);
            using var get = await client.GetAsync("/version");
            await get.ShouldBeJsonAsync();
        }
    }

    [Fact]
    public async Task Head_of_what_only_takes_post_is_a_405()
    {
        using var client = api.ClientOf();
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/v1/test/widgets"));
        head.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        head.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    [Fact]
    public async Task Where_get_is_allowed_head_is_named_too()
    {
        using var client = api.ClientOf();
        using var wrong = await client.DeleteAsync("/version");
        await wrong.ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        wrong.Content.Headers.Allow.ShouldBe(["GET", "HEAD"]);
    }

    [Fact]
    public async Task Head_of_a_stream_does_not_begin_it()
    {
        await using var platform = new PlatformApi();
        await platform.InitializeAsync();
        using var customer = await TestCustomer.RegisterAsync(platform);
        var tenant = await customer.OpenTenantAsync();
        using var head = await customer.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/api/v1/events/stream?tenant_id={tenant}"));
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await platform.Database.DisposeAsync();
    }
}
