using System.Net;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Tenants;

public sealed class TerminateTenantTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Tenant_termination_is_refused_with_live_instances_and_else_ends_the_subscription()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync();
        var instance = await customer.OrderInstanceAsync(tenant, "only");

        using var refused = await customer.Http.DeleteAsync($"/api/v1/tenants/{tenant}");
        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tenant.has_live_instances", details: ["live_instances"]);
        problem["live_instances"]!.GetValue<int>().ShouldBe(1);

        await using var db = api.Database.NewDb();
        await db.Database.ExecuteSqlAsync($"update instances set status = 'terminated' where id = {instance}");
        using var terminated = await customer.Http.DeleteAsync($"/api/v1/tenants/{tenant}");
        terminated.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var again = await customer.Http.DeleteAsync($"/api/v1/tenants/{tenant}");
        again.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        using var read = await customer.Http.GetAsync($"/api/v1/tenants/{tenant}");
        var body = await read.ShouldBeJsonAsync();
        (body["status"]!.GetValue<string>(), body["plan"], body["max_instances"]!.GetValue<int>()).ShouldBe(("terminated", null, 0));
        (await EventsAsync(tenant)).ShouldBe(
            ["tenant.created", "subscription.created", "subscription.trial_started", "subscription.standing_changed", "tenant.terminated", "subscription.cancelled",
            "subscription.standing_changed"]);

        foreach (var action in new[] { "activate", "suspend" })
        {
            using var response = await customer.Http.PostAsync($"/api/v1/tenants/{tenant}/{action}", content: null);
            await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tenant.action_not_allowed", details: ["tenant_status", "allowed_actions"]);
        }

        using var subscribed = await customer.SubscribeAsync(tenant);
        await subscribed.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tenant.terminated");
    }

    [Fact]
    public async Task Tenant_termination_leaves_no_concurrently_created_instance_behind()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync();
        var orders = Enumerable.Range(0, 10).Select(async i =>
        {
            using var response = await customer.TryOrderInstanceAsync(tenant, $"race{i}");
            return response.StatusCode;
        }).ToList();
        using var terminated = await customer.Http.DeleteAsync($"/api/v1/tenants/{tenant}");
        var made = (await Task.WhenAll(orders)).Count(s => s == HttpStatusCode.Created);

        var expected = made == 0 ? HttpStatusCode.NoContent : HttpStatusCode.Conflict;
        terminated.StatusCode.ShouldBe(expected, $"{made} instances were made");
        await using var db = api.Database.NewDb();
        (await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from instances where tenant_id = {tenant}").SingleAsync()).ShouldBe(made);
    }

    private async Task<List<string>> EventsAsync(Guid tenant)
    {
        await using var db = api.Database.NewDb();
        return await db.Database.SqlQuery<string>(
            $"select name as \"Value\" from events where tenant_id = {tenant} and name similar to '(tenant|subscription).%' order by position").ToListAsync();
    }
}
