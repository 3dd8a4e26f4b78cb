using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.EndToEnd.Tests.Operations;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.EndToEnd.Tests.Sessions;

/// <summary>An API in a process of its own over the same database. (The crashing one lives as long as nobody opens a tenant there.)</summary>
public sealed class CrossProcessRevocationTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Session_revoked_in_one_process_is_rejected_in_the_other_at_the_next_request()
    {
        await using var other = await CrashingApi.StartAsync(api.Database);
        var ways = new (string Path, JsonObject Body)[]
        {
            ("auth/logout", []),
            ("auth/password-change", new() { ["current_password"] = TestCustomer.Password, ["new_password"] = "Better-Horse-8" }),
            ("customers/me/deactivate", []),
        };
        foreach (var (path, body) in ways)
        {
            using var customer = await TestCustomer.RegisterAsync(api);
            // A password change leaves its own session alive: the other one is looked at.
            using var actor = path == "auth/logout" ? customer : await customer.LogInAgainAsync(api);
            using var there = new HttpClient { BaseAddress = other.Address };
            there.DefaultRequestHeaders.Authorization = new("Bearer", customer.Token);
            (await AnswerAsync(there)).ShouldBe(HttpStatusCode.OK, path);

            using var ended = await actor.Http.PostAsJsonAsync($"/api/v1/{path}", body);
            ended.StatusCode.ShouldBe(HttpStatusCode.NoContent, path);

            (await AnswerAsync(there)).ShouldBe(HttpStatusCode.Unauthorized, path);
        }
    }

    private static async Task<HttpStatusCode> AnswerAsync(HttpClient http)
    {
        using var me = await http.GetAsync("/api/v1/auth/me");
        return me.StatusCode;
    }
}
