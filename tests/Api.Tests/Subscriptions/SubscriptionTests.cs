using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Subscriptions;

public sealed class SubscriptionTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private const string Path = "/api/v1/subscriptions";

    [Fact]
    public async Task The_first_subscription_starts_a_trial()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        var before = TimeProvider.System.GetUtcNow();

        using var response = await customer.SubscribeAsync(tenant, "professional", "quarterly");

        var created = await response.ShouldBeJsonAsync(HttpStatusCode.Created);
        var id = created["id"]!.GetValue<Guid>();
        response.Headers.Location.ShouldBe(new Uri($"{Path}/{id}", UriKind.Relative));
        var start = created["trial_start"]!.GetValue<DateTimeOffset>();
        var end = created["trial_end"]!.GetValue<DateTimeOffset>();
        // Billing counts in whole seconds.
        start.ShouldBeInRange(before.AddSeconds(-1), TimeProvider.System.GetUtcNow());
        (start.Ticks % TimeSpan.TicksPerSecond).ShouldBe(0);
        (end - start).ShouldBe(TimeSpan.FromDays(14));
        (created["current_period_start"]!.GetValue<DateTimeOffset>(), created["current_period_end"]!.GetValue<DateTimeOffset>()).ShouldBe((start, end));
        var renewal = created["next_renewal"]!.AsObject();
        renewal["at"]!.GetValue<DateTimeOffset>().ShouldBe(end);
        renewal.Remove("at").ShouldBeTrue();
        foreach (var time in new[] { "trial_start", "trial_end", "current_period_start", "current_period_end", "created_at", "updated_at" })
            created.Remove(time).ShouldBeTrue();
        created.ToJsonString().ShouldBe(
            $$$"""{"id":"{{{id}}}","tenant_id":"{{{tenant}}}","plan":"professional","plan_version":1,"billing_period":"quarterly","amount":54.15,"currency":"USD","status":"trialing","cancel_at_period_end":false,"pending_change":null,"next_renewal":{"plan":"professional","billing_period":"quarterly","amount":54.15},"past_due_at":null,"suspended_at":null,"ended_at":null,"terminate_at":null,"dunning":[]}""");

        using var read = await customer.Http.GetAsync($"{Path}/{id}");
        read.Headers.ETag.ShouldBe(response.Headers.ETag.ShouldNotBeNull());
        (await read.ShouldBeJsonAsync())["status"]!.GetValue<string>().ShouldBe("trialing");
    }

    [Fact]
    public async Task There_is_one_trial_for_life_the_next_subscription_is_pending_and_entitles_to_nothing()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await EligibilityAsync(customer, """{"eligible":true,"reason":null,"trial_days":14}""");
        await customer.OpenTenantOnTrialAsync();
        await EligibilityAsync(customer, """{"eligible":false,"reason":"trial_used","trial_days":0}""");

        var second = await customer.OpenTenantAsync();
        using var response = await customer.SubscribeAsync(second);
        var subscription = await response.ShouldBeJsonAsync(HttpStatusCode.Created);
        subscription["status"]!.GetValue<string>().ShouldBe("pending");
        foreach (var time in new[] { "trial_start", "trial_end", "current_period_start", "current_period_end" })
            subscription[time].ShouldBeNull();
        await TenantHasAsync(customer, second, plan: null, maxInstances: 0);
    }

    [Theory]
    [InlineData("basic", false)]
    [InlineData("enterprise", true)]
    public async Task Without_a_wish_or_an_offer_there_is_no_trial(string plan, bool trial)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        using var response = await customer.SubscribeAsync(tenant, plan, trial: trial);
        (await response.ShouldBeJsonAsync(HttpStatusCode.Created))["status"]!.GetValue<string>().ShouldBe("pending");
        await EligibilityAsync(customer, """{"eligible":true,"reason":null,"trial_days":14}""");
    }

    [Fact]
    public async Task Invoice_that_was_ever_paid_excludes_a_trial_and_a_status_does_not()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        using var paid = await customer.SubscribeAsync(tenant, trial: false);
        await using var db = api.Database.NewDb();
        // Who owes has not paid.
        await db.Database.ExecuteSqlAsync($"update subscriptions set status = 'past_due' where tenant_id = {tenant}");
        var invoice = Guid.CreateVersion7();
        await db.Database.ExecuteSqlAsync(
            $$"""
            insert into invoices (id, number, kind, purpose, customer_id, tenant_id, currency, status, issued_at, due_at, lines, total, tax, net,
                allocated, credited, written_off, seller, buyer, updated_at)
            values ({{invoice}}, {{invoice.ToString()}}, 'invoice', 'initial', {{customer.Id}}, {{tenant}}, 'USD', 'open', now(), now(), '[]'::jsonb, 8, 0, 8,
                0, 0, 0, '{"name": ""}'::jsonb, '{"name": ""}'::jsonb, now())
            """);
        await EligibilityAsync(customer, """{"eligible":true,"reason":null,"trial_days":14}""");

        await db.Database.ExecuteSqlAsync($"update invoices set paid_at = now(), status = 'void' where id = {invoice}");
        await db.Database.ExecuteSqlAsync($"update subscriptions set status = 'cancelled' where tenant_id = {tenant}");
        await EligibilityAsync(customer, """{"eligible":false,"reason":"paid_subscription","trial_days":0}""");
        using var response = await customer.SubscribeAsync(await customer.OpenTenantAsync());
        (await response.ShouldBeJsonAsync(HttpStatusCode.Created))["status"]!.GetValue<string>().ShouldBe("pending");
    }

    [Theory]
    [InlineData("past_due", "basic", 3)]
    [InlineData("suspended", null, 0)]
    [InlineData("expired", null, 0)]
    public async Task Only_a_live_subscription_entitles(string status, string? plan, int maxInstances)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync();
        await using var db = api.Database.NewDb();
        await db.Database.ExecuteSqlAsync($"update subscriptions set status = {status} where tenant_id = {tenant}");
        await TenantHasAsync(customer, tenant, plan, maxInstances);
    }

    [Fact]
    public async Task A_tenant_has_one_subscription_until_it_ended()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync();
        await using var db = api.Database.NewDb();
        foreach (var status in new[] { "trialing", "pending", "active", "past_due", "suspended" })
        {
            await db.Database.ExecuteSqlAsync($"update subscriptions set status = {status} where tenant_id = {tenant}");
            using var refused = await customer.SubscribeAsync(tenant);
            await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "subscription.exists");
        }

        await db.Database.ExecuteSqlAsync($"update subscriptions set status = 'cancelled' where tenant_id = {tenant}");
        using var response = await customer.SubscribeAsync(tenant);
        (await response.ShouldBeJsonAsync(HttpStatusCode.Created))["status"]!.GetValue<string>().ShouldBe("pending");
    }

    [Fact]
    public async Task Concurrent_trials_of_one_customer_start_once()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenants = new List<Guid>();
        for (var i = 0; i < 20; i++)
            tenants.Add(await customer.OpenTenantAsync($"Tenant {i}"));

        var statuses = await Task.WhenAll(tenants.SelectMany(t => Enumerable.Repeat(t, 5)).Select(async tenant =>
        {
            using var response = await customer.SubscribeAsync(tenant);
            if (response.StatusCode != HttpStatusCode.Conflict)
                return (await response.ShouldBeJsonAsync(HttpStatusCode.Created))["status"]!.GetValue<string>();
            return (await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "subscription.exists"))["code"]!.GetValue<string>();
        }));

        statuses.CountBy(s => s).ShouldBe([new("trialing", 1), new("pending", 19), new("subscription.exists", 80)], ignoreOrder: true);
        await using var db = api.Database.NewDb();
        (await db.Trials.CountAsync(t => t.CustomerId == new CustomerId(customer.Id))).ShouldBe(1);
    }

    [Fact]
    public async Task Concurrent_subscriptions_of_one_tenant_are_made_once()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var response = await customer.SubscribeAsync(tenant);
            return response.StatusCode;
        }));
        answers.Count(s => s == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(s => s == HttpStatusCode.Conflict).ShouldBe(19);
    }

    [Fact]
    public async Task The_list_is_filtered_and_paged()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var first = await customer.OpenTenantOnTrialAsync();
        var second = await customer.OpenTenantAsync();
        using var pending = await customer.SubscribeAsync(second);

        (await TenantsAsync(customer, "")).ShouldBe([second, first]);
        (await TenantsAsync(customer, "?status=trialing")).ShouldBe([first]);
        (await TenantsAsync(customer, $"?tenant_id={second}")).ShouldBe([second]);
        (await TenantsAsync(customer, $"?tenant_id={second}&status=past_due")).ShouldBeEmpty();

        using var page = await customer.Http.GetAsync($"{Path}?limit=1");
        var cursor = (await page.ShouldBeJsonAsync())["next_cursor"]!.GetValue<string>();
        (await TenantsAsync(customer, $"?limit=1&cursor={cursor}")).ShouldBe([first]);
    }

    [Fact]
    public async Task Tenant_and_subscription_of_another_customer_are_not_found()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        using var stranger = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();
        using var refused = await stranger.SubscribeAsync(tenant);
        await refused.ShouldBeProblemAsync(HttpStatusCode.NotFound, "tenant.not_found");

        using var made = await owner.SubscribeAsync(tenant);
        var id = (await made.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>();
        using var read = await stranger.Http.GetAsync($"{Path}/{id}");
        await read.ShouldBeProblemAsync(HttpStatusCode.NotFound, "subscription.not_found");
        (await TenantsAsync(stranger, "")).ShouldBeEmpty();
        await EligibilityAsync(stranger, """{"eligible":true,"reason":null,"trial_days":14}""");
    }

    [Theory]
    [InlineData(""" "plan":"gold","billing_period":"monthly" """, "plan", "plan.not_offered")]
    [InlineData(""" "plan":"'; drop table plans;--","billing_period":"monthly" """, "plan", "plan.not_offered")]
    [InlineData(""" "plan":"","billing_period":"monthly" """, "plan", "validation_failed")]
    [InlineData(""" "plan":1,"billing_period":"monthly" """, "plan", "validation_failed")]
    [InlineData(""" "plan":"basic" """, "billing_period", "validation_failed")]
    [InlineData(""" "plan":"basic","billing_period":"weekly" """, "billing_period", "validation_failed")]
    [InlineData(""" "plan":"basic","billing_period":0 """, "billing_period", "validation_failed")]
    [InlineData(""" "plan":"basic","billing_period":"monthly","trial":"yes" """, "trial", "validation_failed")]
    [InlineData(""" "plan":"basic","billing_period":"monthly","status":"active" """, "status", "validation_failed")]
    [InlineData(""" "plan":"basic","billing_period":"monthly","amount":0 """, "amount", "validation_failed")]
    public async Task A_hostile_order_is_refused_by_field_and_nothing_is_made(string members, string name, string code)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        using var content = new StringContent($$"""{"tenant_id":"{{tenant}}",{{members}}}""", Encoding.UTF8, "application/json");
        using var response = await customer.Http.PostAsync(new Uri(Path, UriKind.Relative), content);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, code, [name]);
        (await TenantsAsync(customer, "")).ShouldBeEmpty();
    }

    private static async Task EligibilityAsync(TestCustomer customer, string expected)
    {
        using var response = await customer.Http.GetAsync("/api/v1/billing/trial-eligibility");
        (await response.ShouldBeJsonAsync()).ToJsonString().ShouldBe(expected);
    }

    private static async Task TenantHasAsync(TestCustomer customer, Guid tenant, string? plan, int maxInstances)
    {
        using var response = await customer.Http.GetAsync($"/api/v1/tenants/{tenant}");
        var body = await response.ShouldBeJsonAsync();
        body["plan"]?.GetValue<string>().ShouldBe(plan);
        (body["plan"] is null).ShouldBe(plan is null);
        body["max_instances"]!.GetValue<int>().ShouldBe(maxInstances);
    }

    private static async Task<List<Guid>> TenantsAsync(TestCustomer customer, string query)
    {
        using var response = await customer.Http.GetAsync(Path + query);
        return [.. (await response.ShouldBeJsonAsync())["items"]!.AsArray().Select(s => s!["tenant_id"]!.GetValue<Guid>())];
    }
}
