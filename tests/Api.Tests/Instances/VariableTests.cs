using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Instances;

/// <summary>Who sees the values of a customer's variables, and that nobody loses them by writing back what they have read.</summary>
public sealed class VariableTests(InstanceApi api) : IClassFixture<InstanceApi>
{
    private const string Names = """{"SHOP_KEY":null,"SHOP_NAME":null}""";
    private const string Values = """{"SHOP_KEY":"top-secret-1","SHOP_NAME":"Acme"}""";

    [Fact]
    public async Task Values_are_shown_to_those_who_may_change_them_and_names_to_all_others()
    {
        var (owner, tenant, id) = await OrderAsync();
        using var manager = await TestCustomer.RegisterAsync(api);
        using var viewer = await TestCustomer.RegisterAsync(api);
        await owner.TakeInAsync(api, tenant, manager, "manager");
        await owner.TakeInAsync(api, tenant, viewer, "viewer");
        using var reading = await KeyAsync(owner, "instances:read");
        using var writing = await KeyAsync(owner, "instances:read", "instances:write");

        foreach (var (http, shown) in new[]
        {
            (owner.Http, Values), (manager.Http, Values), (viewer.Http, Names), (reading, Names), (writing, Values),
        })
        {
            (await VariablesAsync(http, $"{InstanceApi.Path}/{id}")).ShouldBe(shown);
            (await VariablesAsync(http, $"{InstanceApi.Path}?tenant_id={tenant}")).ShouldBe(shown);
        }
    }

    [Fact]
    public async Task What_was_read_can_be_written_back_without_losing_a_value()
    {
        var (owner, _, id) = await OrderAsync();
        using var reading = await KeyAsync(owner, "instances:read");
        await api.FinishAsync(id);
        var seen = JsonNode.Parse(await VariablesAsync(reading, $"{InstanceApi.Path}/{id}"))!;

        using var changed = await owner.Http.PutAsJsonAsync($"{InstanceApi.Path}/{id}", new JsonObject { ["name"] = $"n{id:N}", ["environment_vars"] = seen });

        var instance = await changed.ShouldBeJsonAsync();
        instance["environment_vars"]!.ToJsonString().ShouldBe(Values);
        instance["operation_id"].ShouldBeNull("nothing has changed for the container");
        (await VariablesAsync(owner.Http, $"{InstanceApi.Path}/{id}")).ShouldBe(Values);

        using var unknown = await owner.Http.PutAsJsonAsync(
            $"{InstanceApi.Path}/{id}", new JsonObject { ["name"] = $"n{id:N}", ["environment_vars"] = new JsonObject { ["OTHER"] = null } });
        await unknown.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["environment_vars"]);
    }

    [Fact]
    public async Task Values_are_stored_encrypted()
    {
        var (_, _, id) = await OrderAsync();
        await using var db = api.Database.NewDb();

        var row = await db.Database.SqlQuery<string>($"select i::text as \"Value\" from instances i where id = {id}").SingleAsync();
        var stored = await db.Instances.AsNoTracking().SingleAsync(i => i.Id == new InstanceId(id));

        row.ShouldNotContain("top-secret-1");
        row.ShouldContain("SHOP_KEY");
        stored.EnvironmentVars.ShouldNotBeNull().ShouldStartWith("CfDJ8");
    }

    private async Task<(TestCustomer Owner, Guid Tenant, Guid Id)> OrderAsync()
    {
        var owner = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantOnTrialAsync();
        var body = InstanceApi.Body(tenant);
        body["environment_vars"] = JsonNode.Parse(Values);
        using var created = await owner.Http.PostAsJsonAsync(InstanceApi.Path, body);
        return (owner, tenant, (await created.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>());
    }

    private async Task<HttpClient> KeyAsync(TestCustomer customer, params string[] scopes)
    {
        await customer.VerifyAsync(api);
        using var created = await customer.Http.PostAsJsonAsync(
            "/api/v1/api-keys", new JsonObject { ["name"] = "Program", ["scopes"] = new JsonArray([.. scopes.Select(s => (JsonNode)s)]) });
        var client = api.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await created.ShouldBeJsonAsync(HttpStatusCode.Created))["secret"]!.GetValue<string>());
        return client;
    }

    private static async Task<string> VariablesAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(path);
        var read = await response.ShouldBeJsonAsync();
        return (read["items"]?[0] ?? read)["environment_vars"]!.ToJsonString();
    }
}
