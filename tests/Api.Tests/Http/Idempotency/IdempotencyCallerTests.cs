using System.Net;
using System.Text.Json.Nodes;
using SaaSOdoo.Api.Tests.Auth;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http.Idempotency;

/// <summary>Who is given an answer again: never somebody it was not for.</summary>
public sealed class IdempotencyCallerTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Session_bound_secret_is_not_replayed_to_another_session()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var other = await customer.LogInAgainAsync(api);
        var key = KeyedRequests.NewKey();
        var body = new JsonObject { ["name"] = "Program", ["scopes"] = new JsonArray(Scopes.TenantsRead) };

        using var made = await customer.Http.PostKeyedAsync("/api/v1/api-keys", body.DeepClone(), key);
        using var asked = await other.Http.PostKeyedAsync("/api/v1/api-keys", body.DeepClone(), key);
        using var again = await customer.Http.PostKeyedAsync("/api/v1/api-keys", body.DeepClone(), key);

        (made.IsReplay(), asked.IsReplay(), again.IsReplay()).ShouldBe((false, false, true));
        var secret = await SecretAsync(made);
        (await SecretAsync(again)).ShouldBe(secret);
        (await SecretAsync(asked)).ShouldNotBe(secret);

        static async Task<string> SecretAsync(HttpResponseMessage response) =>
            (await response.ShouldBeJsonAsync(HttpStatusCode.Created))["secret"]!.GetValue<string>();
    }

    [Fact]
    public async Task Idempotency_keys_are_scoped_to_session_api_key_and_impersonating_operator()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var admin = await TestCustomer.RegisterAsync(api);
        await admin.MakeAdminAsync(api);
        using var one = await ProgramAsync(customer);
        using var other = await ProgramAsync(customer);
        admin.Http.DefaultRequestHeaders.Add("X-Acting-For", customer.Id.ToString());
        var key = KeyedRequests.NewKey();
        var tenants = new List<Guid>();
        foreach (var client in new[] { customer.Http, one, other, admin.Http })
        {
            using var first = await client.PostKeyedAsync("/api/v1/tenants", new JsonObject { ["name"] = "Acme" }, key);
            using var second = await client.PostKeyedAsync("/api/v1/tenants", new JsonObject { ["name"] = "Acme" }, key);
            (first.IsReplay(), second.IsReplay()).ShouldBe((false, true));
            tenants.Add((await first.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>());
        }

        tenants.Distinct().Count().ShouldBe(4);
    }

    private async Task<HttpClient> ProgramAsync(TestCustomer customer)
    {
        var client = api.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await People.KeyAsync(customer, Scopes.TenantsWrite));
        return client;
    }
}
