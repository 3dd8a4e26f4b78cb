using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Instances;

public sealed class CreateInstanceTests(InstanceApi api) : IClassFixture<InstanceApi>
{
    [Fact]
    public async Task The_whole_answer_is_as_the_contract_says()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync();

        using var response = await customer.Http.PostAsJsonAsync(InstanceApi.Path, new JsonObject
        {
            ["tenant_id"] = tenant,
            ["name"] = "Test Instance",
            ["description"] = "Test Odoo Instance",
            ["odoo_version"] = "19.0",
            ["instance_type"] = "development",
            ["cpu_limit"] = 1.5,
            ["memory_limit"] = "2G",
            ["storage_limit"] = "10G",
            ["admin_email"] = "Admin@Example.com",
            ["admin_password"] = "Str0ng-Secret",
            ["demo_data"] = true,
            ["database_name"] = "test_db_123",
            ["custom_addons"] = new JsonArray("sale", "purchase"),
            ["disabled_modules"] = new JsonArray("website"),
            ["environment_vars"] = new JsonObject { ["MY_SETTING"] = "1" },
            ["metadata"] = new JsonObject { ["branch"] = "Harare" },
        });

        var created = await response.ShouldBeJsonAsync(HttpStatusCode.Created);
        var id = created["id"]!.GetValue<Guid>();
        response.Headers.Location.ShouldBe(new Uri($"{InstanceApi.Path}/{id}", UriKind.Relative));
        response.Headers.ETag.ShouldNotBeNull();
        var operation = created["operation_id"]!.GetValue<Guid>();
        foreach (var time in new[] { "created_at", "updated_at" })
        {
            created[time]!.GetValue<DateTime>().Kind.ShouldBe(DateTimeKind.Utc);
            created.Remove(time);
        }

        JsonNode.DeepEquals(created, JsonNode.Parse($$"""
            {"id":"{{id}}","tenant_id":"{{tenant}}","name":"Test Instance","description":"Test Odoo Instance","odoo_version":"19.0",
             "instance_type":"development","cpu_limit":1.5,"memory_limit":"2G","storage_limit":"10G","admin_email":"admin@example.com",
             "database_name":"test_db_123","database":"odoo_{{id.ToString("N")[^12..]}}","subdomain":"test-db-123","demo_data":true,"custom_addons":["sale","purchase"],
             "disabled_modules":["website"],"environment_vars":{"MY_SETTING":"1"},"metadata":{"branch":"Harare"},"status":"creating",
             "container_status":"unknown","health":"unknown","billing_status":"trial","provisioning_status":"pending","external_url":null,
             "error_code":null,"error_message":null,"next_attempt_at":null,"last_health_check":null,"started_at":null,"source_backup_id":null,"neutralised":false,"operation_id":"{{operation}}"}
            """)).ShouldBeTrue(created.ToJsonString());

        using var queued = await customer.Http.GetAsync($"/api/v1/operations/{operation}");
        var work = await queued.ShouldBeJsonAsync();
        (work["instance_id"]!.GetValue<Guid>(), work["kind"]!.GetValue<string>(), work["status"]!.GetValue<string>(), work["progress"]!.GetValue<int>())
            .ShouldBe((id, "provision", "queued", 0));
    }

    [Fact]
    public async Task The_password_is_stored_encrypted_and_shown_nowhere()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var body = InstanceApi.Body(await customer.OpenTenantOnTrialAsync());
        body["admin_password"] = "Very-Secret-77";

        using var created = await customer.Http.PostAsJsonAsync(InstanceApi.Path, body);

        (await created.Content.ReadAsStringAsync()).ShouldNotContain("Very-Secret-77");
        await using var db = api.Database.NewDb();
        (await db.InstanceSecrets.CountAsync()).ShouldBeGreaterThan(0);
        (await db.InstanceSecrets.CountAsync(s => s.AdminPassword!.Contains("Very-Secret-77"))).ShouldBe(0);
        (await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from events where payload::text like '%Very-Secret-77%'").SingleAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Concurrent_creates_never_exceed_the_plan()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync("basic");

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => customer.Http.PostAsJsonAsync(InstanceApi.Path, InstanceApi.Body(tenant))));

        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(3);
        var refused = answers.Where(a => a.StatusCode != HttpStatusCode.Created).ToList();
        refused.Count.ShouldBe(37);
        foreach (var answer in refused)
        {
            var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.limit_reached", details: ["limit"]);
            problem["limit"]!.GetValue<int>().ShouldBe(3);
        }

        (await api.CountAsync(tenant)).ShouldBe(3);
        await using var db = api.Database.NewDb();
        (await db.Operations.CountAsync(o => o.TenantId == new Domain.Common.TenantId(tenant))).ShouldBe(3);
    }

    [Fact]
    public async Task Concurrent_creates_with_one_subdomain_make_one_instance()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var bodies = new List<JsonObject>();
        for (var i = 0; i < 20; i++)
        {
            var body = InstanceApi.Body(await api.OpenAnotherTenantAsync(customer));
            body["subdomain"] = "wanted-by-all";
            bodies.Add(body);
        }

        var answers = await Task.WhenAll(bodies.Select(b => customer.Http.PostAsJsonAsync(InstanceApi.Path, b)));

        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        foreach (var answer in answers.Where(a => a.StatusCode != HttpStatusCode.Created))
            await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.subdomain_taken");
        await using var db = api.Database.NewDb();
        (await db.Instances.CountAsync(i => i.Subdomain == "wanted-by-all")).ShouldBe(1);
    }

    [Theory]
    [InlineData("name", "instance.name_taken")]
    [InlineData("database_name", "instance.database_name_taken")]
    [InlineData("subdomain", "instance.subdomain_taken")]
    public async Task Unique_names_are_available_again_only_after_termination(string field, string code)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync();
        var (first, second) = (InstanceApi.Body(tenant), InstanceApi.Body(tenant));
        first["subdomain"] = $"sub-{Guid.CreateVersion7().ToString("N")[^8..]}";
        second[field] = first[field]!.DeepClone();
        using var created = await customer.Http.PostAsJsonAsync(InstanceApi.Path, first);
        var id = (await created.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>();

        using var refused = await customer.Http.PostAsJsonAsync(InstanceApi.Path, second);
        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, code);
        (await api.CountAsync(tenant)).ShouldBe(1);

        using var terminated = await customer.Http.DeleteAsync($"{InstanceApi.Path}/{id}");
        terminated.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await api.FinishAsync(id);
        using var again = await customer.Http.PostAsJsonAsync(InstanceApi.Path, second);
        again.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Without_a_subscription_there_is_no_instance()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();

        using var refused = await customer.Http.PostAsJsonAsync(InstanceApi.Path, InstanceApi.Body(tenant));

        await refused.ShouldBeProblemAsync(HttpStatusCode.PaymentRequired, "instance.no_subscription");
        (await api.CountAsync(tenant)).ShouldBe(0);
    }

    [Fact]
    public async Task Limits_above_the_plan_are_refused_and_named()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync("basic");
        var body = InstanceApi.Body(tenant);
        (body["cpu_limit"], body["memory_limit"], body["storage_limit"]) = (2.1, "5G", "21G");

        using var refused = await customer.Http.PostAsJsonAsync(InstanceApi.Path, body);

        await refused.ShouldBeProblemAsync(
            HttpStatusCode.UnprocessableEntity, "instance.limit_above_plan", ["cpu_limit", "memory_limit", "storage_limit"]);
        (await api.CountAsync(tenant)).ShouldBe(0);
    }
}
