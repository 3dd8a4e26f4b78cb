using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.Api.Tests.Instances;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

public sealed class ConditionalRequestTests(InstanceApi api) : IClassFixture<InstanceApi>
{
    private const string Stale = "\"4294967295\"";

    [Theory]
    [InlineData("{0}", HttpStatusCode.NotModified)]
    [InlineData("W/{0}", HttpStatusCode.NotModified)]
    [InlineData("\"1\", {0}", HttpStatusCode.NotModified)]
    [InlineData("*", HttpStatusCode.NotModified)]
    [InlineData(Stale, HttpStatusCode.OK)]
    [InlineData("rubbish", HttpStatusCode.OK)]
    public async Task A_get_of_what_is_known_is_a_304(string header, HttpStatusCode expected)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var path = $"/api/v1/tenants/{await customer.OpenTenantAsync()}";
        using var read = await customer.Http.GetAsync(path);
        var tag = read.Headers.ETag!.Tag;

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation("If-None-Match", header.Replace("{0}", tag)).ShouldBeTrue();
            using var again = await customer.Http.SendAsync(request);
            again.StatusCode.ShouldBe(expected);
            again.Headers.ETag!.Tag.ShouldBe(tag);
            (await again.Content.ReadAsByteArrayAsync()).Length.ShouldBe(expected == HttpStatusCode.OK && method == HttpMethod.Get ? (await read.Content.ReadAsByteArrayAsync()).Length : 0);
        }
    }

    [Theory]
    [InlineData("tenants")]
    [InlineData("instances")]
    [InlineData("webhook-endpoints")]
    [InlineData("members")]
    [InlineData("customers")]
    public async Task A_delete_under_a_stale_tag_is_a_412_and_changes_nothing(string what)
    {
        var (customer, tenant, instance) = await api.RunAsync();
        using var other = await TestCustomer.RegisterAsync(api);
        await customer.TakeInAsync(api, tenant, other, "viewer");
        var path = what switch
        {
            "tenants" => $"tenants/{await customer.OpenTenantAsync()}",
            "instances" => $"instances/{instance}",
            "members" => $"tenants/{tenant}/members/{other.Id}",
            "customers" => "customers/me",
            _ => $"webhook-endpoints/{await EndpointAsync(customer, tenant)}",
        };
        var by = what == "customers" ? other : customer;
        using var read = await by.Http.GetAsync($"/api/v1/{path}");
        var tag = read.Headers.ETag.ShouldNotBeNull().Tag;

        using var stale = await DeleteAsync(by, path, Stale);
        await stale.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        using var weak = await DeleteAsync(by, path, $"W/{tag}");
        await weak.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        using var still = await by.Http.GetAsync($"/api/v1/{path}");
        still.Headers.ETag!.Tag.ShouldBe(tag);

        using var current = await DeleteAsync(by, path, tag);
        current.IsSuccessStatusCode.ShouldBeTrue(await current.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_has_no_version_matches_no_tag()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var other = await customer.LogInAgainAsync(api);
        using var list = await customer.Http.GetAsync("/api/v1/auth/sessions");
        (await list.ShouldBeJsonAsync())["items"]!.AsArray().Count.ShouldBe(2);

        using var tagged = await DeleteAsync(customer, "auth/sessions", Stale);
        await tagged.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        using var any = await DeleteAsync(customer, "auth/sessions", "*");
        any.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("tenants")]
    [InlineData("plans")]
    public async Task Nothing_may_be_changed_on_the_way(string path)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var response = await customer.Http.GetAsync($"/api/v1/{path}");
        response.Headers.CacheControl!.ToString().ShouldBe("no-store, no-transform");
    }

    private static async Task<string> EndpointAsync(TestCustomer customer, Guid tenant)
    {
        using var made = await customer.Http.PostAsJsonAsync(
            "/api/v1/webhook-endpoints", new JsonObject { ["tenant_id"] = tenant, ["url"] = "https://example.com/hooks", ["event_types"] = new JsonArray("*") });
        return (await made.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<string>();
    }

    private static async Task<HttpResponseMessage> DeleteAsync(TestCustomer customer, string path, string ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/{path}");
        if (path == "customers/me")
            request.Content = JsonContent.Create(new JsonObject { ["password"] = TestCustomer.Password });
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch).ShouldBeTrue();
        return await customer.Http.SendAsync(request);
    }
}
