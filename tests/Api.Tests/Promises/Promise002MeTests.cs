using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Promises;

/// <summary>Seed log #002: the profile crashed, then showed invented values (0, "Basic", "active").</summary>
public sealed class Promise002MeTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task The_profile_of_a_new_customer_is_whole_and_invents_nothing()
    {
        using var customer = await TestCustomer.RegisterUnverifiedAsync(api);
        var me = await MeAsync(customer);
        me["id"]!.GetValue<string>().ShouldBe(customer.Id.ToString());
        me.Remove("created_at").ShouldBeTrue();
        me.Remove("last_login_at").ShouldBeTrue();
        me.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}={m.Value?.ToJsonString() ?? "null"}").ShouldBe([
            "avatar_url=null", "company=null", "country=null", $"email=\"{customer.Email}\"", "email_verified=false", "first_name=\"Tendai\"", $"id=\"{customer.Id}\"",
            "instance_count=0", "language=null", "last_name=\"Moyo\"", "marketing_consent=false", "phone=null", "roles=[\"customer\"]",
            "status=\"active\"", "subscription_plan=null", "subscription_status=null", "timezone=null",
        ]);
    }

    [Fact]
    public async Task Instances_and_subscription_are_the_real_ones()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var stranger = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync("professional");
        await customer.OrderInstanceAsync(tenant, "first");
        await customer.OrderInstanceAsync(tenant, "second");

        Shown(await MeAsync(customer)).ShouldBe((2, "professional", "trialing"));
        Shown(await MeAsync(stranger)).ShouldBe((0, null, null));
    }

    [Fact]
    public async Task A_terminated_instance_does_not_count_and_a_live_subscription_is_preferred()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync("basic");
        var instance = await customer.OrderInstanceAsync(tenant, "gone");
        await customer.OrderInstanceAsync(tenant, "kept");
        using var newer = await customer.SubscribeAsync(await customer.OpenTenantAsync(), "professional");
        newer.StatusCode.ShouldBe(HttpStatusCode.Created);
        await using var db = api.Database.NewDb();
        await db.Database.ExecuteSqlAsync($"update instances set status = 'terminated' where id = {instance}");

        Shown(await MeAsync(customer)).ShouldBe((1, "basic", "trialing"));

        await db.Database.ExecuteSqlAsync($"update subscriptions set status = 'expired' where tenant_id = {tenant}");
        Shown(await MeAsync(customer)).ShouldBe((1, "professional", "pending"));
    }

    private static (int Instances, string? Plan, string? Status) Shown(JsonObject me) =>
        (me["instance_count"]!.GetValue<int>(), me["subscription_plan"]?.GetValue<string>(), me["subscription_status"]?.GetValue<string>());

    private static async Task<JsonObject> MeAsync(TestCustomer customer)
    {
        using var response = await customer.Http.GetAsync("/api/v1/auth/me");
        return await response.ShouldBeJsonAsync();
    }
}
