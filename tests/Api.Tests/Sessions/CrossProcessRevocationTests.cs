using System.Net;
using System.Text.Json.Nodes;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Sessions;

/// <summary>
/// Two processes over one database: what one ends is dead in the other at the next request, and one counts what was asked of both.
/// </summary>
public sealed class CrossProcessRevocationTests(TwoProcesses api) : IClassFixture<TwoProcesses>
{
    public static TheoryData<string> Ways => ["logout", "revoke", "revoke_others", "password_change", "password_reset", "deactivation", "deletion"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Session_revoked_in_one_process_is_rejected_in_the_other_at_once(string way)
    {
        using var victim = await TestCustomer.RegisterAsync(api);
        using var actor = await victim.LogInAgainAsync(api);
        using var there = api.CreateOther();
        there.DefaultRequestHeaders.Authorization = new("Bearer", victim.Token);
        (await LetsInAsync(there)).ShouldBe(HttpStatusCode.OK);

        using var ended = await EndAsync(way, victim, actor);
        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await LetsInAsync(there)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("deactivation")]
    [InlineData("deactivation_by_an_operator")]
    public async Task Api_key_revoked_in_one_process_is_rejected_in_the_other_at_once(string way)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var admin = await TestCustomer.RegisterAsync(api);
        await admin.MakeAdminAsync(api);
        using var created = await customer.Http.PostAsync("/api/v1/api-keys", new { name = "Program", scopes = new[] { Scopes.AccountRead } });
        var key = await created.ShouldBeJsonAsync(HttpStatusCode.Created);
        using var there = api.CreateOther();
        there.DefaultRequestHeaders.Authorization = new("Bearer", key["secret"]!.GetValue<string>());
        (await LetsInAsync(there)).ShouldBe(HttpStatusCode.OK);

        using var ended = way switch
        {
            "revoke" => await customer.Http.DeleteAsync($"/api/v1/api-keys/{key["id"]}"),
            "deactivation" => await customer.Http.PostAsync(new Uri("/api/v1/customers/me/deactivate", UriKind.Relative), content: null),
            _ => await admin.Http.PostAsync(new Uri($"/api/v1/admin/customers/{customer.Id}/deactivate", UriKind.Relative), content: null),
        };
        ended.IsSuccessStatusCode.ShouldBeTrue();

        (await LetsInAsync(there)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Login_lock_counts_failures_of_both_processes()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var here = api.CreateClient();
        using var there = api.CreateOther();
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await (i % 2 == 0 ? here : there).PostAsync(
                "/api/v1/auth/login", new JsonObject { ["email"] = customer.Email, ["password"] = "Wrong-Horse-7" });
            (wrong.Headers.RetryAfter is not null).ShouldBe(i == 4);
        }
    }

    private async Task<HttpResponseMessage> EndAsync(string way, TestCustomer victim, TestCustomer actor)
    {
        const string sessions = "/api/v1/auth/sessions";
        switch (way)
        {
            case "logout":
                return await victim.Http.PostAsync(new Uri("/api/v1/auth/logout", UriKind.Relative), content: null);
            case "revoke":
                using (var list = await victim.Http.GetAsync(sessions))
                {
                    var mine = (await list.ShouldBeJsonAsync())["items"]!.AsArray().Single(s => s!["is_current"]!.GetValue<bool>())!["id"]!.GetValue<Guid>();
                    return await actor.Http.DeleteAsync($"{sessions}/{mine}");
                }
            case "revoke_others":
                return await actor.Http.DeleteAsync(sessions);
            case "password_change":
                return await actor.Http.PostAsync("/api/v1/auth/password-change", new JsonObject
                {
                    ["current_password"] = TestCustomer.Password,
                    ["new_password"] = "Better-Horse-8",
                });
            case "password_reset":
                using (var asked = await actor.Http.PostAsync("/api/v1/auth/password-reset", new { email = victim.Email }))
                    asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
                return await actor.Http.PostAsync("/api/v1/auth/password-reset/complete", new
                {
                    token = await api.TokenMailedAsync(victim.Email, MailTemplate.PasswordReset),
                    new_password = "Better-Horse-8",
                });
            case "deactivation":
                return await actor.Http.PostAsync(new Uri("/api/v1/customers/me/deactivate", UriKind.Relative), content: null);
            default:
                using (var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/customers/me")
                {
                    Content = System.Net.Http.Json.JsonContent.Create(new JsonObject { ["password"] = TestCustomer.Password }),
                })
                    return await actor.Http.SendAsync(request);
        }
    }

    private static async Task<HttpStatusCode> LetsInAsync(HttpClient client)
    {
        using var me = await client.GetAsync("/api/v1/auth/me");
        return me.StatusCode;
    }
}
