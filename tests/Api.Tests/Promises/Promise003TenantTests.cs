using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Promises;

/// <summary>Seed log #003: tenants existed without statistics, and the profile did not know them.</summary>
public sealed class Promise003TenantTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task The_statistics_of_a_customer_are_real_counts()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var stranger = await TestCustomer.RegisterAsync(api);
        await stranger.OrderInstanceAsync(await stranger.OpenTenantOnTrialAsync(), "other");
        var tenant = await customer.OpenTenantOnTrialAsync("professional");
        await customer.OpenTenantAsync();
        await customer.OrderInstanceAsync(tenant, "first");
        await customer.OrderInstanceAsync(tenant, "second");
        var gone = await customer.OrderInstanceAsync(tenant, "third");
        await using var db = api.Database.NewDb();
        await db.Database.ExecuteSqlAsync($"update instances set status = 'terminated' where id = {gone}");

        (await StatsAsync(customer, customer.Id)).ToJsonString().ShouldBe(JsonNode.Parse($$"""
            {
              "customer_id": "{{customer.Id}}",
              "tenants": { "provisioning": 0, "active": 2, "suspended": 0, "terminated": 0 },
              "instances": { "creating": 2, "running": 0, "starting": 0, "stopping": 0, "stopped": 0, "restarting": 0, "updating": 0, "maintenance": 0,
                "suspended": 0, "error": 0, "terminating": 0, "terminated": 1 },
              "subscriptions": { "pending": 0, "trialing": 1, "active": 0, "past_due": 0, "suspended": 0, "cancelled": 0, "expired": 0 },
              "cpu_allocated": 2.00,
              "memory_bytes_allocated": 4294967296,
              "storage_bytes_allocated": 21474836480
            }
            """)!.ToJsonString());
    }

    [Fact]
    public async Task Statistics_are_readable_by_the_customer_and_by_operators_only()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var other = await TestCustomer.RegisterAsync(api);
        await customer.OpenTenantAsync();

        using var refused = await other.Http.GetAsync($"/api/v1/tenants/customer/{customer.Id}/stats");
        await refused.ShouldBeProblemAsync(HttpStatusCode.NotFound, "customer.not_found");

        await other.MakeAdminAsync(api);
        (await StatsAsync(other, customer.Id))["tenants"]!["active"]!.GetValue<int>().ShouldBe(1);
        using var nobody = await other.Http.GetAsync($"/api/v1/tenants/customer/{Guid.CreateVersion7()}/stats");
        await nobody.ShouldBeProblemAsync(HttpStatusCode.NotFound, "customer.not_found");
        using var malformed = await other.Http.GetAsync("/api/v1/tenants/customer/me/stats");
        malformed.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_customer_sees_tenants_and_instances_from_end_to_end()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync();
        await customer.OrderInstanceAsync(tenant, "first");

        using var read = await customer.Http.GetAsync($"/api/v1/tenants/{tenant}");
        (await read.ShouldBeJsonAsync())["instance_count"]!.GetValue<int>().ShouldBe(1);
        using var me = await customer.Http.GetAsync("/api/v1/auth/me");
        (await me.ShouldBeJsonAsync())["instance_count"]!.GetValue<int>().ShouldBe(1);
    }

    private static async Task<JsonObject> StatsAsync(TestCustomer caller, Guid customer)
    {
        using var response = await caller.Http.GetAsync($"/api/v1/tenants/customer/{customer}/stats");
        return await response.ShouldBeJsonAsync();
    }
}
