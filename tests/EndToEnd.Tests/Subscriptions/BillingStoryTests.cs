using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Subscriptions;

/// <summary>A customer's life with us in a test clock's time, over HTTP: with real containers, and a gateway that speaks PayNow.</summary>
[Collection(EndToEnd.Name)]
public sealed class BillingStoryTests(OdooPlatform platform)
{
    /// <summary>How long a customer who has paid waits for what was suspended.</summary>
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task From_trial_over_debt_and_payment_and_another_plan_to_the_end()
    {
        using var operators = await TestCustomer.RegisterAsync(platform);
        await operators.MakeAdminAsync(platform);
        using var customer = await TestCustomer.RegisterAsync(platform);
        var clock = new ClockOfStory(operators, await ClockOfStory.CreateAsync(operators, customer));
        var tenant = await customer.OpenTenantOnTrialAsync();
        var instance = await OdooInstance.RunningAsync(customer, OdooInstance.Body(tenant));
        await SqlAsync(instance, "update res_company set name = 'Kept Ltd'");
        var url = await instance.UrlAsync();

        var trial = await SubscriptionAsync(customer, tenant);
        await clock.AdvanceAsync(trial["trial_end"]!.GetValue<DateTimeOffset>().AddDays(15));

        await instance.BecomesAsync("suspended", Promise);
        await instance.SucceedAsync((await instance.OperationsAsync())[0]["id"]!.GetValue<Guid>());
        (await OdooRpc.ShowsLoginAsync(url)).ShouldBeFalse();
        (await SubscriptionAsync(customer, tenant)).Text("status").ShouldBe("suspended");
        (await instance.GetAsync()).Text("billing_status").ShouldBe("payment_required");
        await RefusesToStartAsync(instance);

        var waited = await PayAsync(customer, await OpenInvoiceAsync(customer, tenant));
        await instance.BecomesAsync("running", Promise);
        await Eventually.BecomesTrueAsync(async () => await OdooRpc.ShowsLoginAsync(await instance.UrlAsync()), Promise);
        waited.Elapsed.ShouldBeLessThan(Promise);
        (await platform.Postgres.ColumnAsync("select name from res_company", instance.Database)).ShouldBe(["Kept Ltd"]);
        (await SubscriptionAsync(customer, tenant)).Text("status").ShouldBe("active");

        var id = trial.Text("id");
        await PostAsync(customer, $"/api/v1/subscriptions/{id}/change", new() { ["plan"] = "professional" });
        (await SubscriptionAsync(customer, tenant)).Text("plan").ShouldBe("basic");
        await PayAsync(customer, await OpenInvoiceAsync(customer, tenant));
        await Eventually.BecomesTrueAsync(async () => (await SubscriptionAsync(customer, tenant)).Text("plan") == "professional", Promise);

        await PostAsync(customer, $"/api/v1/subscriptions/{id}/cancel", new() { ["at"] = "period_end" });
        await PostAsync(customer, $"/api/v1/subscriptions/{id}/resume", body: null);
        await PostAsync(customer, $"/api/v1/subscriptions/{id}/cancel", new() { ["at"] = "period_end" });
        var last = await SubscriptionAsync(customer, tenant);
        await clock.AdvanceAsync(last["current_period_end"]!.GetValue<DateTimeOffset>().AddHours(1));

        await instance.BecomesAsync("suspended", Promise);
        await BooksBalanceAsync(operators);
        await instance.TerminateAsync();
    }

    private static async Task<JsonObject> SubscriptionAsync(TestCustomer customer, Guid tenant)
    {
        using var answer = await customer.Http.GetAsync($"/api/v1/subscriptions?tenant_id={tenant}");
        return (await answer.ShouldBeJsonAsync())["items"]!.AsArray().Single()!.AsObject();
    }

    private static async Task<Guid> OpenInvoiceAsync(TestCustomer customer, Guid tenant)
    {
        JsonArray found = [];
        await Eventually.BecomesTrueAsync(async () =>
        {
            using var answer = await customer.Http.GetAsync($"/api/v1/invoices?tenant_id={tenant}&status=open");
            return (found = (await answer.ShouldBeJsonAsync())["items"]!.AsArray()).Count == 1;
        });
        return found[0]!["id"]!.GetValue<Guid>();
    }

    /// <returns>Runs since the gateway told us that it is paid.</returns>
    private async Task<Stopwatch> PayAsync(TestCustomer customer, Guid invoice)
    {
        var payment = await PostAsync(customer, $"/api/v1/invoices/{invoice}/payments", new() { ["method"] = "ecocash", ["phone"] = "0771111111" });
        var trace = payment["id"]!.GetValue<Guid>().ToString("N");
        await Eventually.BecomesTrueAsync(() => Task.FromResult(platform.Paynow.Transactions.Any(t => t.MerchantTrace == trace)));
        var transaction = platform.Paynow.Transactions.Single(t => t.MerchantTrace == trace);
        await platform.Paynow.Payers.SettledAsync();
        using var message = new StringContent(platform.Paynow.StatusOf(transaction), mediaType: new("application/x-www-form-urlencoded"));
        using var stranger = platform.CreateClient();

        using var taken = await stranger.PostAsync("/api/v1/webhooks/paynow/USD", message);

        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        return Stopwatch.StartNew();
    }

    private static async Task RefusesToStartAsync(OdooInstance instance)
    {
        using var refused = await instance.Owner.Http.PostAsJsonAsync($"{instance.Path}/actions", new JsonObject { ["action"] = "start" });
        refused.IsSuccessStatusCode.ShouldBeFalse();
    }

    private static async Task<JsonObject> PostAsync(TestCustomer customer, string path, JsonObject? body)
    {
        using var answer = await (body is null ? customer.Http.PostAsync(path, content: null) : customer.Http.PostAsJsonAsync(path, body));
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
    }

    private static async Task BooksBalanceAsync(TestCustomer operators)
    {
        using var answer = await operators.Http.GetAsync("/api/v1/admin/ledger/check");
        var report = await answer.ShouldBeJsonAsync();
        report["balances"]!.GetValue<bool>().ShouldBeTrue(report.ToJsonString());
    }

    private Task<IReadOnlyList<string>> SqlAsync(OdooInstance instance, string sql) => platform.Postgres.ColumnAsync($"{sql} returning 1", instance.Database);
}
