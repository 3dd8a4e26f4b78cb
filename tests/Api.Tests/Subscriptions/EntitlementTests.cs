using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Subscriptions;

/// <summary>What the plan that was sold allows, at each door.</summary>
public sealed class EntitlementTests(ChangesApi api) : IClassFixture<ChangesApi>
{
    [Fact]
    public async Task Members_and_invitations_together_are_as_many_as_the_plan_allows()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantOnTrialAsync("starter");
        using var guest = await TestCustomer.RegisterAsync(api);
        await owner.TakeInAsync(api, tenant, guest, "viewer");
        foreach (var _ in Enumerable.Range(0, 3))
            await InvitedAsync(owner, tenant, TestCustomer.NewEmail());

        using (var refused = await InviteAsync(owner, tenant, TestCustomer.NewEmail()))
            (await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tenant.user_limit_reached", details: ["limit"]))["limit"]!.GetValue<int>().ShouldBe(5);
        using (var left = await guest.Http.PostAsync($"/api/v1/tenants/{tenant}/leave", null))
            left.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await InvitedAsync(owner, tenant, TestCustomer.NewEmail());
    }

    [Fact]
    public async Task Racing_invitations_do_not_exceed_the_plan()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantOnTrialAsync("starter");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var response = await InviteAsync(owner, tenant, TestCustomer.NewEmail());
            return response.StatusCode;
        }));
        answers.Count(s => s == HttpStatusCode.Created).ShouldBe(4);
        answers.Count(s => s == HttpStatusCode.Conflict).ShouldBe(16);
    }

    [Fact]
    public async Task Invitation_from_before_a_smaller_plan_lets_nobody_in_beyond_it()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        using var guest = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantOnTrialAsync("basic");
        foreach (var _ in Enumerable.Range(0, 4))
        {
            using var other = await TestCustomer.RegisterAsync(api);
            await owner.TakeInAsync(api, tenant, other, "viewer");
        }

        await InvitedAsync(owner, tenant, guest.Email);
        await using var db = api.Database.NewDb();
        await db.Database.ExecuteSqlAsync(
            $"update subscriptions set plan_id = (select id from plans where code = 'starter' and withdrawn_at is null) where tenant_id = {tenant}");

        var body = new JsonObject { ["token"] = await api.TokenMailedAsync(guest.Email, MailTemplate.Invitation) };
        using (var refused = await guest.Http.PostAsJsonAsync("/api/v1/invitations/accept", body))
            await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tenant.user_limit_reached", details: ["limit"]);
        await db.Database.ExecuteSqlAsync(
            $"update subscriptions set plan_id = (select id from plans where code = 'basic' and withdrawn_at is null) where tenant_id = {tenant}");
        using var accepted = await guest.Http.PostAsJsonAsync("/api/v1/invitations/accept", body);
        accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task While_a_smaller_plan_waits_the_smaller_of_both_holds_for_people_and_ceilings()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.ChangeAsync("starter");
        (await LimitsAsync(bought)).ShouldBe((1, 5));
        foreach (var _ in Enumerable.Range(0, 4))
            await InvitedAsync(bought.Customer, bought.Tenant, TestCustomer.NewEmail());
        using (var refused = await InviteAsync(bought.Customer, bought.Tenant, TestCustomer.NewEmail()))
            (await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tenant.user_limit_reached", details: ["limit"]))["limit"]!.GetValue<int>().ShouldBe(5);
        using (var large = await OrderAsync(bought, "4G"))
            await large.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "instance.limit_above_plan", ["memory_limit"]);

        // Asking for what one has drops the change.
        await bought.ChangeAsync("basic");
        (await LimitsAsync(bought)).ShouldBe((3, 25));
        await InvitedAsync(bought.Customer, bought.Tenant, TestCustomer.NewEmail());
        using var allowed = await OrderAsync(bought, "4G");
        allowed.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Without_a_subscription_a_team_is_as_large_as_the_smallest_plan_allows()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();
        foreach (var _ in Enumerable.Range(0, 4))
            await InvitedAsync(owner, tenant, TestCustomer.NewEmail());
        using var refused = await InviteAsync(owner, tenant, TestCustomer.NewEmail());
        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tenant.user_limit_reached", details: ["limit"]);
    }

    [Fact]
    public async Task Smaller_plan_is_not_bought_for_what_a_larger_one_has_left()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantOnTrialAsync("basic");
        var first = await owner.OrderInstanceAsync(tenant, "one");
        await owner.OrderInstanceAsync(tenant, "two");
        foreach (var _ in Enumerable.Range(0, 5))
            await InvitedAsync(owner, tenant, TestCustomer.NewEmail());
        await using var db = api.Database.NewDb();
        await db.Database.ExecuteSqlAsync($"update instances set cpu_limit = 2, memory_limit_text = '3G', memory_limit_bytes = {3L << 30} where id = {first}");
        await db.Database.ExecuteSqlAsync($"update subscriptions set status = 'expired' where tenant_id = {tenant}");

        using (var refused = await owner.SubscribeAsync(tenant, "starter"))
        {
            var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "subscription.exceeds_plan", details: ["exceeding"]);
            JsonNode.DeepEquals(problem["exceeding"], JsonNode.Parse(
                $$"""
                [{"what":"max_instances","instance_id":null,"have":2,"allowed":1},{"what":"max_users","instance_id":null,"have":6,"allowed":5},
                 {"what":"cpu_limit","instance_id":"{{first}}","have":2.00,"allowed":1.0},{"what":"memory_limit","instance_id":"{{first}}","have":"3G","allowed":"2G"}]
                """)).ShouldBeTrue(problem.ToJsonString());
        }

        using var fitting = await owner.SubscribeAsync(tenant, "basic");
        fitting.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private static async Task<(int Instances, int Users)> LimitsAsync(BoughtSubscription bought)
    {
        using var response = await bought.Customer.Http.GetAsync($"/api/v1/tenants/{bought.Tenant}");
        var tenant = await response.ShouldBeJsonAsync();
        return (tenant["max_instances"]!.GetValue<int>(), tenant["max_users"]!.GetValue<int>());
    }

    private static Task<HttpResponseMessage> OrderAsync(BoughtSubscription bought, string memory) => bought.Customer.Http.PostAsJsonAsync("/api/v1/instances", new JsonObject
    {
        ["tenant_id"] = bought.Tenant,
        ["name"] = "shop",
        ["odoo_version"] = "19.0",
        ["admin_email"] = bought.Customer.Email,
        ["database_name"] = "shop",
        ["subdomain"] = $"shop-{bought.Tenant.ToString()[..8]}{bought.Tenant.ToString()[^6..]}",
        ["cpu_limit"] = 1.0,
        ["memory_limit"] = memory,
        ["storage_limit"] = "10G",
    });

    private static async Task InvitedAsync(TestCustomer owner, Guid tenant, string email)
    {
        using var invited = await InviteAsync(owner, tenant, email);
        await invited.ShouldBeJsonAsync(HttpStatusCode.Created);
    }

    private static Task<HttpResponseMessage> InviteAsync(TestCustomer owner, Guid tenant, string email) => owner.Http.PostAsJsonAsync(
        $"/api/v1/tenants/{tenant}/invitations", new JsonObject { ["email"] = email, ["role"] = "viewer" });
}
