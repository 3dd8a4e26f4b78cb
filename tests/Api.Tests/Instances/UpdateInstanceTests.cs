using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Instances;

public sealed class UpdateInstanceTests(InstanceApi api) : IClassFixture<InstanceApi>
{
    private static JsonObject Renamed => new() { ["name"] = "Renamed", ["metadata"] = new JsonObject { ["a"] = 1 } };

    private static JsonObject Larger => new() { ["name"] = "Larger", ["memory_limit"] = "4G" };

    [Fact]
    public async Task A_new_name_is_there_at_once_under_a_new_tag()
    {
        var (customer, _, id) = await api.RunAsync();
        using var read = await customer.Http.GetAsync($"{InstanceApi.Path}/{id}");
        var tag = read.Headers.ETag.ShouldNotBeNull().Tag;

        using var changed = await PutAsync(customer, id, Renamed, tag);

        var instance = await changed.ShouldBeJsonAsync();
        (instance["name"]!.GetValue<string>(), instance["status"]!.GetValue<string>(), instance["operation_id"]).ShouldBe(("Renamed", "running", null));
        instance["metadata"]!.ToJsonString().ShouldBe("""{"a":1}""");
        var next = changed.Headers.ETag.ShouldNotBeNull().Tag;
        next.ShouldNotBe(tag);

        using var stale = await PutAsync(customer, id, Larger, tag);
        await stale.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        using var again = await customer.Http.GetAsync($"{InstanceApi.Path}/{id}");
        (again.Headers.ETag!.Tag, (await again.ShouldBeJsonAsync())["name"]!.GetValue<string>()).ShouldBe((next, "Renamed"));
    }

    [Fact]
    public async Task New_limits_are_applied_by_an_operation_and_nothing_else_is_changed_meanwhile()
    {
        var (customer, _, id) = await api.RunAsync();

        using var changed = await PutAsync(customer, id, Larger);

        var instance = await changed.ShouldBeJsonAsync();
        (instance["status"]!.GetValue<string>(), instance["memory_limit"]!.GetValue<string>()).ShouldBe(("updating", "4G"));
        instance["operation_id"]!.GetValue<Guid>().ShouldNotBe(Guid.Empty);
        using var second = await PutAsync(customer, id, Renamed);
        (await second.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.action_not_allowed", details: ["current_status", "allowed_actions"]))
            ["current_status"]!.GetValue<string>().ShouldBe("updating");
    }

    [Fact]
    public async Task While_it_is_healed_what_needs_an_operation_is_refused_whole_and_a_name_is_changed()
    {
        var (customer, _, id) = await api.RunAsync();
        var healing = await api.HealAsync(id);

        using var refused = await PutAsync(customer, id, Larger);
        using var renamed = await PutAsync(customer, id, Renamed);

        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.busy", details: ["operation_id"]);
        problem["operation_id"]!.GetValue<Guid>().ShouldBe(healing);
        var instance = await renamed.ShouldBeJsonAsync();
        (instance["name"]!.GetValue<string>(), instance["memory_limit"]!.GetValue<string>(), instance["status"]!.GetValue<string>())
            .ShouldBe(("Renamed", "1G", "running"));
    }

    [Fact]
    public async Task Limits_above_the_plan_are_refused_and_named()
    {
        var (customer, _, id) = await api.RunAsync();

        using var refused = await PutAsync(customer, id, new() { ["name"] = "a", ["cpu_limit"] = 3, ["memory_limit"] = "8G", ["storage_limit"] = "30G" });

        await refused.ShouldBeProblemAsync(
            HttpStatusCode.UnprocessableEntity, "instance.limit_above_plan", ["cpu_limit", "memory_limit", "storage_limit"]);
    }

    [Theory]
    [InlineData("name", "\"\"")]
    [InlineData("cpu_limit", "0")]
    [InlineData("memory_limit", "\"1K\"")]
    [InlineData("custom_addons", "[\"A\"]")]
    [InlineData("environment_vars", "{\"HOME\":\"/\"}")]
    [InlineData("database_name", "\"other\"")]
    [InlineData("subdomain", "\"other\"")]
    [InlineData("odoo_version", "\"14.0\"")]
    [InlineData("status", "\"stopped\"")]
    [InlineData("tenant_id", "\"0193b000-0000-7000-8000-000000000001\"")]
    public async Task Invalid_or_immutable_fields_are_named(string field, string json)
    {
        var (customer, _, id) = await api.RunAsync();
        var body = Renamed;
        body[field] = JsonNode.Parse(json);

        using var refused = await PutAsync(customer, id, body);

        await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [field]);
    }

    [Fact]
    public async Task Modules_are_settled_once_the_instance_has_run()
    {
        var (customer, _, id) = await api.RunAsync();

        using var refused = await PutAsync(customer, id, new() { ["name"] = "a", ["custom_addons"] = new JsonArray("sale") });

        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.modules_fixed");
    }

    [Fact]
    public async Task A_name_of_a_neighbour_is_refused()
    {
        var (customer, tenant, id) = await api.RunAsync();
        var neighbour = await InstanceApi.OrderAsync(customer, tenant);

        using var refused = await PutAsync(customer, id, new() { ["name"] = neighbour["name"]!.DeepClone() });

        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.name_taken");
    }

    private static async Task<HttpResponseMessage> PutAsync(TestCustomer customer, Guid id, JsonObject body, string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{InstanceApi.Path}/{id}") { Content = JsonContent.Create(body) };
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag).ShouldBeTrue();
        return await customer.Http.SendAsync(request);
    }
}
