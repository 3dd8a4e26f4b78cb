using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.ApiKeys;

public sealed class ApiKeyTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task A_key_is_shown_once_and_stored_only_as_a_hash()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var (id, secret) = await CreateAsync(customer, "tenants:read");
        secret.ShouldStartWith(ApiKey.Mark);

        using var listed = await customer.Http.GetAsync("/api/v1/api-keys");
        var text = await listed.Content.ReadAsStringAsync();
        text.ShouldContain(secret[..ApiKey.PrefixLength]);
        text.ShouldNotContain(secret[(ApiKey.PrefixLength + 1)..]);
        await using var db = api.Database.NewDb();
        var row = await db.Database.SqlQuery<string>($"select api_keys::text as \"Value\" from api_keys where id = {id}").SingleAsync();
        row.ShouldNotContain(secret[(ApiKey.PrefixLength + 1)..]);
    }

    [Fact]
    public async Task A_key_does_what_its_scope_says_and_nothing_else()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        using var program = ClientOf((await CreateAsync(customer, "tenants:read")).Secret);

        using (var read = await program.GetAsync($"/api/v1/tenants/{tenant}"))
            read.StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var written = await program.PostAsJsonAsync("/api/v1/tenants", new JsonObject { ["name"] = "Acme" }))
        {
            var problem = await written.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "scope_required", details: ["required_scope"]);
            problem["required_scope"]!.GetValue<string>().ShouldBe("tenants:write");
        }

        using var account = await program.PostAsync("/api/v1/auth/logout", null);
        await account.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "session_required");
    }

    [Fact]
    public async Task Revoked_api_key_is_rejected_at_the_next_request_on_every_node()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var (id, secret) = await CreateAsync(customer, "account:read");
        await using var second = api.With(_ => { });
        using var program = second.CreateClient();
        program.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        using (var before = await program.GetAsync("/api/v1/auth/me"))
            before.StatusCode.ShouldBe(HttpStatusCode.OK);

        using (var revoked = await customer.Http.DeleteAsync($"/api/v1/api-keys/{id}"))
            revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using (var after = await program.GetAsync("/api/v1/auth/me"))
            await after.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        using var again = await customer.Http.DeleteAsync($"/api/v1/api-keys/{id}");
        await again.ShouldBeProblemAsync(HttpStatusCode.NotFound, "api_key.not_found");
    }

    [Fact]
    public async Task Concurrent_last_use_update_does_not_block_api_key_revocation()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var (id, _) = await CreateAsync(customer, "account:read");
        await using var db = api.Database.NewDb();
        var key = await db.ApiKeys.SingleAsync(k => k.Id == new ApiKeyId(id));
        // Written beside every request that uses it.
        await db.ApiKeys.Where(k => k.Id == new ApiKeyId(id)).ExecuteUpdateAsync(s => s.SetProperty(k => k.LastUsedAt, DateTimeOffset.UnixEpoch));
        key.Revoke(DateTimeOffset.UnixEpoch);
        await db.SaveChangesAsync();
        (await db.ApiKeys.AsNoTracking().SingleAsync(k => k.Id == new ApiKeyId(id))).RevokedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Expired_api_key_is_rejected()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var (id, secret) = await CreateAsync(customer, "account:read");
        await using (var db = api.Database.NewDb())
            await db.ApiKeys.Where(k => k.Id == new ApiKeyId(id)).ExecuteUpdateAsync(s => s.SetProperty(k => k.ExpiresAt, DateTimeOffset.UnixEpoch));
        using var program = ClientOf(secret);
        using var response = await program.GetAsync("/api/v1/auth/me");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Last_use_of_an_api_key_is_shown()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var program = ClientOf((await CreateAsync(customer, "account:read")).Secret);
        using var used = await program.GetAsync("/api/v1/auth/me");
        await Eventually.BecomesTrueAsync(async () =>
        {
            using var listed = await customer.Http.GetAsync("/api/v1/api-keys");
            return (await listed.ShouldBeJsonAsync())["items"]!.AsArray().Single()!["last_used_at"] is not null;
        });
    }

    [Fact]
    public async Task A_key_cannot_make_keys()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var program = ClientOf((await CreateAsync(customer, [.. Scopes.All])).Secret);
        using var made = await program.PostAsJsonAsync("/api/v1/api-keys", Body("tenants:read"));
        await made.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "session_required");
    }

    [Fact]
    public async Task An_operators_key_does_not_operate()
    {
        using var admin = await TestCustomer.RegisterAsync(api);
        using var other = await TestCustomer.RegisterAsync(api);
        await admin.MakeAdminAsync(api);
        var tenant = await other.OpenTenantAsync();
        using var program = ClientOf((await CreateAsync(admin, [.. Scopes.All])).Secret);
        using var suspended = await program.PostAsync($"/api/v1/tenants/{tenant}/suspend", null);
        suspended.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"name":"","scopes":["tenants:read"]}""", "name")]
    [InlineData("""{"name":"<b>","scopes":["tenants:read"]}""", "name")]
    [InlineData("""{"name":"k","scopes":[]}""", "scopes")]
    [InlineData("""{"name":"k","scopes":["tenants:*"]}""", "scopes")]
    [InlineData("""{"name":"k","scopes":["tenants:read","admin"]}""", "scopes")]
    [InlineData("""{"name":"k","scopes":["tenants:read"],"expires_at":"2020-01-01T00:00:00Z"}""", "expires_at")]
    public async Task Bad_input_is_named(string body, string field)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await customer.Http.PostAsync("/api/v1/api-keys", content);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [field]);
    }

    [Fact]
    public async Task Keys_made_at_the_same_time_do_not_pass_the_limit()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var made = await Task.WhenAll(Enumerable.Range(0, ApiKey.MaxPerCustomer + 5)
            .Select(_ => customer.Http.PostAsJsonAsync("/api/v1/api-keys", Body("tenants:read"))));
        made.Count(r => r.StatusCode == HttpStatusCode.Created).ShouldBe(ApiKey.MaxPerCustomer);
        made.Count(r => r.StatusCode == HttpStatusCode.Conflict).ShouldBe(5);
    }

    private static JsonObject Body(params string[] scopes) =>
        new() { ["name"] = "Report", ["scopes"] = new JsonArray([.. scopes.Select(s => (JsonNode)s)]) };

    private static async Task<(Guid Id, string Secret)> CreateAsync(TestCustomer customer, params string[] scopes)
    {
        using var created = await customer.Http.PostAsJsonAsync("/api/v1/api-keys", Body(scopes));
        var key = await created.ShouldBeJsonAsync(HttpStatusCode.Created);
        return (key["id"]!.GetValue<Guid>(), key["secret"]!.GetValue<string>());
    }

    private HttpClient ClientOf(string secret)
    {
        var client = api.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        return client;
    }
}
