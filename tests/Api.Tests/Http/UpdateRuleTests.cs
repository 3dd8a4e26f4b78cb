using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Api.Tests.Instances;
using SaaSOdoo.Application.Common;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

/// <summary>The one rule of all PUTs: left out stays, null sets the default, and what GET gave is taken.</summary>
public sealed class UpdateRuleTests(InstanceApi api) : IClassFixture<InstanceApi>
{
    private static readonly string[] Times = ["updated_at", "operation_id"];

    public static TheoryData<string> Resources { get; } = ["instances", "tenants", "webhook-endpoints", "members", "profile", "preferences", "billing-profile"];

    [Fact]
    public void Every_put_takes_optional_fields_alone()
    {
        var bodies = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("PUT") == true)
            .SelectMany(e => e.Metadata.OfType<IAcceptsMetadata>()).Select(a => a.RequestType!).Distinct().ToList();
        bodies.Count.ShouldBe(10);
        bodies.SelectMany(b => b.GetProperties(), (body, property) => (body.Name, property))
            .Where(p => !p.property.PropertyType.IsAssignableTo(typeof(IOptional))).Select(p => $"{p.Name}.{p.property.Name}").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_body_without_fields_changes_nothing(string resource)
    {
        var (customer, path) = await ArrangeAsync(resource);
        var before = await ReadAsync(customer, path);
        using var put = await customer.Http.PutAsJsonAsync(path, new JsonObject());
        Lasting(await put.ShouldBeJsonAsync()).ShouldBe(Lasting(before));
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task What_get_gave_put_takes(string resource)
    {
        var (customer, path) = await ArrangeAsync(resource);
        using var get = await customer.Http.GetAsync(path);
        var before = await get.ShouldBeJsonAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(before) };
        request.Headers.TryAddWithoutValidation("If-Match", get.Headers.ETag!.Tag).ShouldBeTrue();
        using var put = await customer.Http.SendAsync(request);
        Lasting(await put.ShouldBeJsonAsync()).ShouldBe(Lasting(before));
        Lasting(await ReadAsync(customer, path)).ShouldBe(Lasting(before));
    }

    [Theory]
    [InlineData("instances", "database_name")]
    [InlineData("tenants", "status")]
    [InlineData("webhook-endpoints", "tenant_id")]
    [InlineData("members", "customer_id")]
    [InlineData("profile", "email")]
    public async Task What_cannot_be_changed_is_refused_by_name(string resource, string field)
    {
        var (customer, path) = await ArrangeAsync(resource);
        var body = await ReadAsync(customer, path);
        body[field] = "other";
        using var put = await customer.Http.PutAsJsonAsync(path, body);
        await put.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [field]);
    }

    [Fact]
    public async Task One_field_of_an_instance_leaves_the_others_and_null_sets_the_default()
    {
        var (customer, path) = await ArrangeAsync("instances");
        using var renamed = await customer.Http.PutAsJsonAsync(path, new JsonObject { ["name"] = "x" });
        var instance = await renamed.ShouldBeJsonAsync();
        (instance["name"]!.GetValue<string>(), instance["memory_limit"]!.GetValue<string>(), instance["instance_type"]!.GetValue<string>())
            .ShouldBe(("x", "2G", "staging"));
        instance["environment_vars"]!.AsObject().Count.ShouldBe(1);

        using var reset = await customer.Http.PutAsJsonAsync(path, new JsonObject { ["instance_type"] = null, ["description"] = null, ["metadata"] = null });
        var changed = await reset.ShouldBeJsonAsync();
        (changed["instance_type"]!.GetValue<string>(), changed["description"], changed["metadata"]!.ToJsonString(), changed["name"]!.GetValue<string>())
            .ShouldBe(("development", null, "{}", "x"));
        using var nameless = await customer.Http.PutAsJsonAsync(path, new JsonObject { ["name"] = null });
        await nameless.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["name"]);
    }

    [Fact]
    public async Task Any_metadata_that_is_taken_comes_back_in_a_list_and_is_taken_again()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var random = new Random(20261122);
        var taken = 0;
        for (var round = 0; round < 49; round++)
        {
            var metadata = new JsonObject { ["a"] = Random(random, depth: 0), ["b"] = Random(random, depth: 0) };
            using var created = await customer.Http.PostAsJsonAsync("/api/v1/tenants", new JsonObject { ["name"] = "Acme", ["metadata"] = metadata });
            if (created.StatusCode == HttpStatusCode.UnprocessableEntity)
                continue;

            taken++;
            var id = (await created.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>();
            (await ReadAsync(customer, "/api/v1/tenants?limit=100"))["items"]!.AsArray().Count.ShouldBe(Math.Min(taken, 100));
            var read = await ReadAsync(customer, $"/api/v1/tenants/{id}");
            using var put = await customer.Http.PutAsJsonAsync($"/api/v1/tenants/{id}", new JsonObject { ["metadata"] = read["metadata"]!.DeepClone() });
            (await put.ShouldBeJsonAsync())["metadata"]!.ToJsonString().ShouldBe(read["metadata"]!.ToJsonString());
        }

        taken.ShouldBeGreaterThan(20);
    }

    // As clients send them: numbers in every notation, text with what must be escaped, nesting up to the bound.
    private static JsonNode? Random(Random random, int depth) => random.Next(depth > 20 ? 4 : 7) switch
    {
        0 => JsonNode.Parse($"{random.Next(-9, 9)}.{random.Next(9999)}e{random.Next(-320, 308)}"),
        1 => JsonNode.Parse($"{random.NextInt64()}"),
        2 => new string([.. Enumerable.Range(0, random.Next(400)).Select(_ => "aé€<\"\\\n\u2028"[random.Next(8)])]),
        3 => null,
        4 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Random(random, depth + 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create($"k{i}é", Random(random, depth + 1)))),
    };

    private async Task<(TestCustomer Customer, string Path)> ArrangeAsync(string resource)
    {
        var customer = await TestCustomer.RegisterAsync(api);
        if (resource is "profile" or "preferences")
            return (customer, resource == "profile" ? "/api/v1/customers/me" : "/api/v1/customers/me/preferences");

        if (resource == "billing-profile")
            return (customer, "/api/v1/billing/profile");

        var tenant = await customer.OpenTenantOnTrialAsync();
        if (resource == "tenants")
            return (customer, $"/api/v1/tenants/{tenant}");
        if (resource == "members")
            return (customer, $"/api/v1/tenants/{tenant}/members/{customer.Id}");
        if (resource == "webhook-endpoints")
        {
            using var made = await customer.Http.PostAsJsonAsync(
                "/api/v1/webhook-endpoints",
                new JsonObject { ["tenant_id"] = tenant, ["url"] = "https://example.com/hooks", ["event_types"] = new JsonArray("*"), ["description"] = "All", ["enabled"] = false });
            return (customer, $"/api/v1/webhook-endpoints/{(await made.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]}");
        }

        var body = InstanceApi.Body(tenant);
        (body["memory_limit"], body["instance_type"], body["description"]) = ("2G", "staging", "Till");
        (body["environment_vars"], body["metadata"]) = (new JsonObject { ["SETTING"] = "1" }, new JsonObject { ["n"] = 1.50 });
        using var ordered = await customer.Http.PostAsJsonAsync(InstanceApi.Path, body);
        var id = (await ordered.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>();
        await api.FinishAsync(id);
        return (customer, $"{InstanceApi.Path}/{id}");
    }

    private static async Task<JsonObject> ReadAsync(TestCustomer customer, string path)
    {
        using var response = await customer.Http.GetAsync(path);
        return await response.ShouldBeJsonAsync();
    }

    private static string Lasting(JsonObject resource)
    {
        var lasting = resource.DeepClone().AsObject();
        foreach (var time in Times)
            lasting.Remove(time);
        return lasting.ToJsonString();
    }
}
