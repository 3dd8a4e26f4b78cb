using System.Net;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Promises;

/// <summary>Seed log #001: after a logout the token could be used again.</summary>
public sealed class Promise001LogoutTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Token_is_revoked_by_logout_also_on_another_server()
    {
        var body = TestCustomer.Registration("promise001@example.com");
        using var http = api.CreateClient();
        using var registered = await http.PostAsync("/api/v1/auth/register", (object)body);
        registered.StatusCode.ShouldBe(HttpStatusCode.Created);

        // Login: get a valid token.
        using var login = await http.PostAsync("/api/v1/auth/login", new { email = "promise001@example.com", password = TestCustomer.Password });
        var token = (await login.ShouldBeJsonAsync())["access_token"]!.GetValue<string>();

        await using var other = api.With(_ => { });
        using var elsewhere = other.CreateClient();
        elsewhere.BaseAddress.ShouldNotBe(http.BaseAddress);

        // Use the token: authentication works, on both.
        http.DefaultRequestHeaders.Authorization = elsewhere.DefaultRequestHeaders.Authorization = new("Bearer", token);
        (await StatusAsync(http)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(elsewhere)).ShouldBe(HttpStatusCode.OK);

        // Logout: the session is invalidated.
        using var loggedOut = await http.PostAsync(new Uri("/api/v1/auth/logout", UriKind.Relative), content: null);
        loggedOut.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        // Reuse the token: 401, on both.
        (await StatusAsync(http)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(elsewhere)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http)
    {
        using var response = await http.GetAsync("/api/v1/auth/me");
        return response.StatusCode;
    }
}
