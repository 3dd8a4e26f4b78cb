using System.Net;
using SaaSOdoo.Api.Hosting;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

public sealed class CrossOriginTests(ConventionApi api) : IClassFixture<ConventionApi>
{
    private const string App = "https://app.example.com";

    [Fact]
    public async Task Pages_of_configured_origins_may_call()
    {
        await using var open = api.With(builder => builder.UseSetting("Cors:Origins:0", App));
        using var client = open.CreateClient();
        using var preflight = await PreflightAsync(client, App);
        preflight.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        preflight.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([App]);
        preflight.Headers.GetValues("Access-Control-Allow-Methods").Single().ShouldContain("PUT");
        preflight.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("Idempotency-Key");
        preflight.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/test/me") { Headers = { { "Origin", App } } };
        using var refused = await client.SendAsync(request);
        await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        refused.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([App]);
        refused.Headers.GetValues("Access-Control-Expose-Headers").Single().ShouldContain("X-Request-Id");
    }

    [Fact]
    public async Task Pages_of_other_origins_may_not()
    {
        await using var open = api.With(builder => builder.UseSetting("Cors:Origins:0", App));
        using var client = open.CreateClient();
        using var preflight = await PreflightAsync(client, "https://evil.example.com");
        preflight.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Fact]
    public async Task Without_configured_origins_there_is_no_preflight()
    {
        using var client = api.ClientOf();
        using var preflight = await PreflightAsync(client, App);
        await preflight.ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }

    [Theory]
    [InlineData("*")]
    [InlineData("app.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://app.example.com/path")]
    public void What_is_no_origin_stops_the_start(string origin) =>
        Should.Throw<InvalidOperationException>(() => PlatformHost.Build(["--ConnectionStrings:Platform=Host=none", $"--Cors:Origins:0={origin}"]))
            .Message.ShouldContain(origin);

    private static async Task<HttpResponseMessage> PreflightAsync(HttpClient client, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/v1/test/widgets")
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "authorization,idempotency-key" } },
        };
        return await client.SendAsync(request);
    }
}
