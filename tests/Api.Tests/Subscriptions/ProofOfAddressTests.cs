using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Subscriptions;

public sealed class ProofOfAddressTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Nothing_that_costs_is_given_before_the_address_is_proven()
    {
        using var customer = await TestCustomer.RegisterUnverifiedAsync(api);
        var tenant = await customer.OpenTenantAsync();
        (await EligibilityAsync(customer)).ShouldBe("""{"eligible":false,"reason":"email_unverified","trial_days":0}""");
        using (var trial = await customer.SubscribeAsync(tenant))
            await trial.ShouldBeProblemAsync(HttpStatusCode.Conflict, "customer.email_unverified");

        using (var waiting = await customer.SubscribeAsync(tenant, trial: false))
            (await waiting.ShouldBeJsonAsync(HttpStatusCode.Created))["status"]!.GetValue<string>().ShouldBe("pending");
        await using var db = api.Database.NewDb();
        await db.Database.ExecuteSqlAsync($"update subscriptions set status = 'active' where tenant_id = {tenant}");
        using (var instance = await customer.TryOrderInstanceAsync(tenant, "unproven"))
            await instance.ShouldBeProblemAsync(HttpStatusCode.Conflict, "customer.email_unverified");

        await customer.VerifyAsync(api);
        (await customer.OrderInstanceAsync(tenant, "proven")).ShouldNotBe(Guid.Empty);
    }

    [Theory]
    [InlineData("mailbox{0}@example.com", "mailbox{0}+again@example.com")]
    [InlineData("mail.box{0}@gmail.com", "m.ailbox{0}+x@googlemail.com")]
    public async Task One_mailbox_has_one_trial_however_it_is_spelt(string first, string second)
    {
        var number = Guid.CreateVersion7().ToString("N")[^12..];
        using var one = await TestCustomer.RegisterAsync(api, string.Format(null, first, number));
        await one.OpenTenantOnTrialAsync();

        using var other = await TestCustomer.RegisterAsync(api, string.Format(null, second, number));
        await GetsNoTrialAsync(other);
    }

    [Fact]
    public async Task Trial_of_a_mailbox_survives_the_deletion_of_its_account()
    {
        var email = $"deleted{Guid.CreateVersion7().ToString("N")[^12..]}@example.com";
        using (var customer = await TestCustomer.RegisterAsync(api, email))
        {
            await customer.OpenTenantOnTrialAsync();
            using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/customers/me")
            {
                Content = JsonContent.Create(new JsonObject { ["password"] = TestCustomer.Password }),
            };
            using var deleted = await customer.Http.SendAsync(request);
            deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        using var again = await TestCustomer.RegisterAsync(api, email);
        await GetsNoTrialAsync(again);
        await using var db = api.Database.NewDb();
        (await db.Database.SqlQuery<string>($"select string_agg(t::text, ' ') as \"Value\" from trials t").SingleAsync()).ShouldNotContain("deleted");
    }

    [Fact]
    public async Task Concurrent_trials_of_one_mailbox_start_once()
    {
        var number = Guid.CreateVersion7().ToString("N")[^12..];
        var customers = new List<(TestCustomer Customer, Guid Tenant)>();
        for (var i = 0; i < 8; i++)
        {
            var customer = await TestCustomer.RegisterAsync(api, $"racer{number}+{i}@example.com");
            customers.Add((customer, await customer.OpenTenantAsync()));
        }

        var statuses = await Task.WhenAll(customers.Select(async c =>
        {
            using var response = await c.Customer.SubscribeAsync(c.Tenant);
            return (await response.ShouldBeJsonAsync(HttpStatusCode.Created))["status"]!.GetValue<string>();
        }));
        statuses.Count(s => s == "trialing").ShouldBe(1);
        statuses.Count(s => s == "pending").ShouldBe(7);
    }

    private static async Task GetsNoTrialAsync(TestCustomer customer)
    {
        (await EligibilityAsync(customer)).ShouldBe("""{"eligible":false,"reason":"trial_used","trial_days":0}""");
        using var response = await customer.SubscribeAsync(await customer.OpenTenantAsync());
        (await response.ShouldBeJsonAsync(HttpStatusCode.Created))["status"]!.GetValue<string>().ShouldBe("pending");
    }

    private static async Task<string> EligibilityAsync(TestCustomer customer)
    {
        using var response = await customer.Http.GetAsync("/api/v1/billing/trial-eligibility");
        return (await response.ShouldBeJsonAsync()).ToJsonString();
    }
}
