using System.Net;
using SaaSOdoo.Api.Tests.Http;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Auth;

public sealed class AuthenticationTests(ConventionApi api) : IClassFixture<ConventionApi>
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer unknown-token")]
    [InlineData("Basic Y3VzdG9tZXItdG9rZW4=")]
    [InlineData("customer-token")]
    public async Task Without_a_live_session_the_answer_is_401(string? authorization)
    {
        using var client = api.ClientOf(token: null);
        if (authorization is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var response = await client.GetAsync("/api/v1/test/me");
        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task Session_of_the_token_is_the_caller()
    {
        using var client = api.ClientOf();
        client.DefaultRequestHeaders.Add("User-Agent", "tests/1.0");
        using var response = await client.GetAsync("/api/v1/test/me");
        (await response.ShouldBeJsonAsync()).ToJsonString().ShouldBe(
            """{"customer_id":"0193b000-0000-7000-8000-000000000001","session_id":"0193b000-0000-7000-8000-000000000002","is_admin":false,"ip_address":"127.0.0.1","user_agent":"tests/1.0"}""");
    }

    [Fact]
    public async Task Anonymous_endpoints_need_no_session_and_ignore_an_unknown_token()
    {
        using var client = api.ClientOf("unknown-token");
        using var response = await client.GetAsync("/api/v1/test/open");
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_missing_role_is_a_403()
    {
        using var client = api.ClientOf();
        using var response = await client.GetAsync("/api/v1/test/admin");
        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task An_operator_has_the_role()
    {
        using var client = api.ClientOf(ConventionApi.AdminToken);
        using var response = await client.GetAsync("/api/v1/test/admin");
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("127.0.0.0/8", "203.0.113.7")]
    [InlineData("10.0.0.0/8", "127.0.0.1")]
    public async Task Only_a_trusted_proxy_may_say_where_a_request_comes_from(string trusted, string seen)
    {
        await using var proxied = api.With(web => web.UseSetting("TrustedProxies:0", trusted));
        using var client = proxied.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", ConventionApi.Token);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        using var response = await client.GetAsync("/api/v1/test/me");
        ((string?)(await response.ShouldBeJsonAsync())["ip_address"]).ShouldBe(seen);
    }
}
