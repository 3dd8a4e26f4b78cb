using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Tenants;

public sealed class TenantQuotaTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Tenants_of_a_customer_are_limited_also_when_many_are_opened_at_once()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var answers = await Task.WhenAll(Enumerable.Range(0, Tenant.MaxPerCustomer + 10).Select(async _ =>
        {
            using var response = await OpenAsync(customer);
            return response.StatusCode;
        }));
        answers.Count(a => a == HttpStatusCode.Created).ShouldBe(Tenant.MaxPerCustomer);
        using var refused = await OpenAsync(customer);
        (await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "customer.too_many_tenants", details: ["limit"]))["limit"]!.GetValue<int>().ShouldBe(Tenant.MaxPerCustomer);

        await using var db = api.Database.NewDb();
        var id = customer.Id;
        await db.Database.ExecuteSqlAsync($"update tenants set status = 'terminated' where customer_id = {id}");
        (await customer.OpenTenantAsync()).ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task Who_opens_and_terminates_again_and_again_has_to_wait()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await using var db = api.Database.NewDb();
        var id = customer.Id;
        for (var i = 0; i < 2; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, Tenant.MaxOpened / 2).Select(_ => customer.OpenTenantAsync()));
            await db.Database.ExecuteSqlAsync($"update tenants set status = 'terminated' where customer_id = {id}");
        }

        using var refused = await OpenAsync(customer);
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "customer.too_many_tenants_opened");
        refused.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(Tenant.OpeningWindow);
        await db.Database.ExecuteSqlAsync($"update tenants set created_at = created_at - interval '1 day' where customer_id = {id}");
        (await customer.OpenTenantAsync()).ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task Owner_does_not_lift_what_an_operator_suspended()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        using var admin = await TestCustomer.RegisterAsync(api);
        await admin.MakeAdminAsync(api);
        var tenant = await owner.OpenTenantAsync();

        (await ActAsync(admin, tenant, "suspend")).ShouldBe("suspended operator");
        using (var refused = await owner.Http.PostAsync($"/api/v1/tenants/{tenant}/activate", content: null))
            (await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tenant.suspended_otherwise", details: ["suspended_by"]))["suspended_by"]!
                .ToJsonString().ShouldBe("""["operator"]""");
        (await ActAsync(owner, tenant, "suspend")).ShouldBe("suspended operator,owner");
        (await ActAsync(admin, tenant, "activate")).ShouldBe("suspended owner");
        (await ActAsync(owner, tenant, "activate")).ShouldBe("active ");
    }

    [Fact]
    public async Task A_closed_tenant_gets_no_webhooks()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();
        using var terminated = await owner.Http.DeleteAsync($"/api/v1/tenants/{tenant}");
        terminated.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var refused = await owner.Http.PostAsJsonAsync("/api/v1/webhook-endpoints", new JsonObject
        {
            ["tenant_id"] = tenant,
            ["url"] = "https://example.com",
            ["event_types"] = new JsonArray("*"),
        });
        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tenant.terminated");
    }

    private static Task<HttpResponseMessage> OpenAsync(TestCustomer customer) =>
        customer.Http.PostAsJsonAsync("/api/v1/tenants", new JsonObject { ["name"] = "Acme" });

    private static async Task<string> ActAsync(TestCustomer by, Guid tenant, string action)
    {
        using var response = await by.Http.PostAsync($"/api/v1/tenants/{tenant}/{action}", content: null);
        var body = await response.ShouldBeJsonAsync();
        return $"{body["status"]} {string.Join(',', body["suspended_by"]!.AsArray().Select(s => s!.GetValue<string>()))}";
    }
}
