using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Tenants;

public sealed class TenantTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private const string Path = "/api/v1/tenants";

    [Fact]
    public async Task A_tenant_is_opened_read_changed_and_listed()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var opened = await PostAsync(customer, new JsonObject
        {
            ["name"] = " Moyo Sons ",
            ["custom_domain"] = null,
            ["metadata"] = new JsonObject { ["branch"] = "Harare", ["seats"] = new JsonArray(1, 2.5, null) },
        });

        var tenant = await opened.ShouldBeJsonAsync(HttpStatusCode.Created);
        var id = tenant["id"]!.GetValue<Guid>();
        opened.Headers.Location.ShouldBe(new Uri($"{Path}/{id}", UriKind.Relative));
        Timeless(tenant).ShouldBe(
            $$"""{"id":"{{id}}","name":"Moyo Sons","status":"active","suspended_by":[],"custom_domain":null,"metadata":{"seats":[1,2.5,null],"branch":"Harare"},"plan":null,"max_instances":0,"max_users":0,"instance_count":0}""");

        using var read = await customer.Http.GetAsync($"{Path}/{id}");
        var tag = read.Headers.ETag.ShouldNotBeNull();
        tag.ShouldBe(opened.Headers.ETag);
        (await read.ShouldBeJsonAsync()).ToJsonString().ShouldBe(tenant.ToJsonString());

        using var changed = await PutAsync(customer, id, new JsonObject { ["name"] = "Moyo", ["custom_domain"] = null, ["metadata"] = null }, tag.Tag);
        Timeless(await changed.ShouldBeJsonAsync()).ShouldBe(
            $$"""{"id":"{{id}}","name":"Moyo","status":"active","suspended_by":[],"custom_domain":null,"metadata":{},"plan":null,"max_instances":0,"max_users":0,"instance_count":0}""");
        changed.Headers.ETag.ShouldNotBeNull().ShouldNotBe(tag);

        using var stale = await PutAsync(customer, id, new JsonObject { ["name"] = "Lost update" }, tag.Tag);
        await stale.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");

        using var list = await customer.Http.GetAsync(Path);
        var page = await list.ShouldBeJsonAsync();
        page["items"]!.AsArray().Select(t => t!["name"]!.GetValue<string>()).ShouldBe(["Moyo"]);
    }

    [Fact]
    public async Task The_answer_adds_what_the_subscription_allows()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var id = await customer.OpenTenantOnTrialAsync("professional");
        using var response = await customer.Http.GetAsync($"{Path}/{id}");
        var tenant = await response.ShouldBeJsonAsync();
        (tenant["plan"]!.GetValue<string>(), tenant["max_instances"]!.GetValue<int>(), tenant["max_users"]!.GetValue<int>())
            .ShouldBe(("professional", 10, 100));
    }

    [Fact]
    public async Task The_list_is_filtered_before_it_is_paged()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var ids = new List<Guid>();
        for (var i = 0; i < 6; i++)
            ids.Add(await customer.OpenTenantAsync($"Tenant {i}"));
        foreach (var id in ids.Where((_, i) => i % 2 == 0))
            await ActAsync(customer, id, "suspend");

        var suspended = await PagesAsync(customer, "?status=suspended&limit=2");
        suspended.ShouldBe([[ids[4], ids[2]], [ids[0]]]);
        (await PagesAsync(customer, "?limit=4")).ShouldBe([[ids[5], ids[4], ids[3], ids[2]], [ids[1], ids[0]]]);
        (await PagesAsync(customer, "?limit=6")).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=101", "limit")]
    [InlineData("?cursor=abc", "cursor")]
    [InlineData("?status=Active", "status")]
    [InlineData("?status=1", "status")]
    [InlineData("?status=nonsense", "status")]
    public async Task A_malformed_list_query_is_refused_by_name(string query, string name)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var response = await customer.Http.GetAsync(Path + query);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [name]);
    }

    [Fact]
    public async Task Suspending_and_activating_are_idempotent_and_recorded_once()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var id = await customer.OpenTenantAsync();
        foreach (var (action, status) in new[] { ("suspend", "suspended"), ("suspend", "suspended"), ("activate", "active"), ("activate", "active") })
            (await ActAsync(customer, id, action))["status"]!.GetValue<string>().ShouldBe(status);

        await using var db = api.Database.NewDb();
        var events = await db.Database.SqlQuery<string>($"select name as \"Value\" from events where tenant_id = {id} order by position").ToListAsync();
        events.ShouldBe(["tenant.created", "tenant.suspended", "tenant.activated"]);
    }

    [Fact]
    public async Task Tenant_of_another_customer_is_not_found()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        using var stranger = await TestCustomer.RegisterAsync(api);
        var id = await owner.OpenTenantAsync();

        using var get = await stranger.Http.GetAsync($"{Path}/{id}");
        using var put = await PutAsync(stranger, id, new JsonObject { ["name"] = "Mine" }, tag: null);
        using var delete = await stranger.Http.DeleteAsync($"{Path}/{id}");
        using var suspend = await stranger.Http.PostAsync($"{Path}/{id}/suspend", content: null);
        using var activate = await stranger.Http.PostAsync($"{Path}/{id}/activate", content: null);
        foreach (var response in new[] { get, put, delete, suspend, activate })
            await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "tenant.not_found");

        using var list = await stranger.Http.GetAsync(Path);
        (await list.ShouldBeJsonAsync())["items"]!.AsArray().Count.ShouldBe(0);
        using var still = await owner.Http.GetAsync($"{Path}/{id}");
        (await still.ShouldBeJsonAsync())["name"]!.GetValue<string>().ShouldBe("Acme");
    }

    [Fact]
    public async Task An_operator_may_suspend_and_activate_but_not_read_or_change()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        using var admin = await TestCustomer.RegisterAsync(api);
        await admin.MakeAdminAsync(api);
        var id = await owner.OpenTenantAsync();

        (await ActAsync(admin, id, "suspend"))["status"]!.GetValue<string>().ShouldBe("suspended");
        (await ActAsync(admin, id, "activate"))["status"]!.GetValue<string>().ShouldBe("active");
        using var put = await PutAsync(admin, id, new JsonObject { ["name"] = "Mine" }, tag: null);
        await put.ShouldBeProblemAsync(HttpStatusCode.NotFound, "tenant.not_found");
    }

    [Theory]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":7}""", "name")]
    [InlineData("""{"name":"<script>alert(1)</script>"}""", "name")]
    [InlineData("""{"name":"a\r\nX-Evil: 1"}""", "name")]
    [InlineData("""{"name":"a\u0000b"}""", "name")]
    [InlineData("""{"name":"a\u202eb"}""", "name")]
    [InlineData("""{"name":"a","custom_domain":"evil"}""", "custom_domain")]
    [InlineData("""{"name":"a","custom_domain":"erp.example.com"}""", "custom_domain")]
    [InlineData("""{"name":"a","custom_domain":"a.com/../x"}""", "custom_domain")]
    [InlineData("""{"name":"a","custom_domain":"$(id).com"}""", "custom_domain")]
    [InlineData("""{"name":"a","custom_domain":"\u0435xample.com"}""", "custom_domain")]
    [InlineData("""{"name":"a","custom_domain":"127.0.0.1"}""", "custom_domain")]
    [InlineData("""{"name":"a","metadata":[]}""", "metadata")]
    [InlineData("""{"name":"a","metadata":"x"}""", "metadata")]
    [InlineData("""{"name":"a","metadata":{"a":"\u0000"}}""", "metadata")]
    [InlineData("""{"name":"a","metadata":{"a":"\ud800"}}""", "metadata")]
    [InlineData("""{"name":"a","metadata":{"a":1e999}}""", "metadata")]
    [InlineData("""{"name":"a","status":"terminated"}""", "status")]
    [InlineData("""{"name":"a","customer_id":"0193b000-0000-7000-8000-000000000001"}""", "customer_id")]
    public async Task A_hostile_tenant_is_refused_by_field_and_not_created(string body, string name)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await customer.Http.PostAsync(new Uri(Path, UriKind.Relative), content);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [name]);
        await using var db = api.Database.NewDb();
        (await db.Tenants.CountAsync(t => t.CustomerId == new CustomerId(customer.Id))).ShouldBe(0);
    }

    [Fact]
    public async Task Names_that_only_look_like_sql_are_just_names()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        const string name = "Robert'); drop table tenants;-- $(reboot) ../..";
        var id = await customer.OpenTenantAsync(name);
        using var response = await customer.Http.GetAsync($"{Path}/{id}");
        (await response.ShouldBeJsonAsync())["name"]!.GetValue<string>().ShouldBe(name);
    }

    [Fact]
    public async Task Metadata_is_bounded()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var response = await PostAsync(customer, new JsonObject { ["name"] = "a", ["metadata"] = new JsonObject { ["a"] = new string('x', 20_000) } });
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["metadata"]);
    }

    private static Task<HttpResponseMessage> PostAsync(TestCustomer customer, JsonObject body) => customer.Http.PostAsJsonAsync(Path, body);

    private static async Task<HttpResponseMessage> PutAsync(TestCustomer customer, Guid id, JsonObject body, string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Path}/{id}") { Content = JsonContent.Create(body) };
        if (tag is not null)
            request.Headers.Add("If-Match", tag);
        return await customer.Http.SendAsync(request);
    }

    private static async Task<JsonObject> ActAsync(TestCustomer customer, Guid id, string action)
    {
        using var response = await customer.Http.PostAsync($"{Path}/{id}/{action}", content: null);
        return await response.ShouldBeJsonAsync();
    }

    private static async Task<List<List<Guid>>> PagesAsync(TestCustomer customer, string query)
    {
        var pages = new List<List<Guid>>();
        for (string? cursor = ""; cursor is not null;)
        {
            using var response = await customer.Http.GetAsync(Path + query + (cursor.Length == 0 ? "" : $"&cursor={cursor}"));
            var page = await response.ShouldBeJsonAsync();
            pages.Add([.. page["items"]!.AsArray().Select(t => t!["id"]!.GetValue<Guid>())]);
            cursor = page["next_cursor"]?.GetValue<string>();
        }

        return pages;
    }

    private static string Timeless(JsonObject tenant)
    {
        var copy = tenant.DeepClone().AsObject();
        copy.Remove("created_at").ShouldBeTrue();
        copy.Remove("updated_at").ShouldBeTrue();
        return copy.ToJsonString();
    }
}
