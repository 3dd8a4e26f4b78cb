using System.Net;
using System.Text.Json.Nodes;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Subscriptions;

/// <summary>What a change of plan or period does to the subscription, its invoices and what the tenant may have.</summary>
public sealed class ChangeTests(ChangesApi api) : IClassFixture<ChangesApi>, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    // Whatever happened, the books are right.
    public async Task DisposeAsync() => (await api.CheckAsync()).Faults.ShouldBeEmpty();

    [Fact]
    public async Task Change_up_is_invoiced_for_the_rest_of_the_period_and_made_when_it_is_paid()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.PassAsync(TimeSpan.FromDays(10));

        var waiting = await bought.ChangeAsync("professional");
        var invoice = (await bought.InvoicesAsync())[^1];
        (invoice.Purpose, invoice.Status, invoice.Total, invoice.DueAt).ShouldBe(
            (InvoicePurpose.Change, InvoiceStatus.Open, 7.34m, api.Clock.Now.AddDays(1)));
        invoice.Lines.Select(l => (l.Description, l.Amount)).ShouldBe([("Unused time on Basic", -5.33m), ("Remaining time on Professional", 12.67m)]);
        var now = api.Clock.Now;
        waiting["pending_change"]!.ToJsonString().ShouldBe(
            $$"""{"plan":"professional","plan_version":1,"billing_period":"monthly","kind":"up","amount":19.00,"invoice_id":"{{invoice.Id.Value}}","effective_at":"{{now:yyyy-MM-ddTHH:mm:ss.ffffffZ}}","lapses_at":"{{now.AddDays(1):yyyy-MM-ddTHH:mm:ss.ffffffZ}}"}""");
        ((string)waiting["plan"]!, (decimal)waiting["amount"]!, (decimal)waiting["next_renewal"]!["amount"]!).ShouldBe(("basic", 8m, 8m));
        foreach (var name in new[] { "one", "two", "three" })
            await bought.Customer.OrderInstanceAsync(bought.Tenant, name);
        using (var beyond = await bought.Customer.TryOrderInstanceAsync(bought.Tenant, "four"))
            await beyond.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.limit_reached", details: ["limit"]);

        await bought.PayAsync();
        var changed = await bought.ReadAsync();
        ((string)changed["plan"]!, (decimal)changed["amount"]!, changed["pending_change"]).ShouldBe(("professional", 19m, null));
        await bought.Customer.OrderInstanceAsync(bought.Tenant, "four");

        await bought.PassAsync(TimeSpan.FromDays(10));
        await bought.ChangeAsync("enterprise");
        await bought.PayAsync();
        ((string)(await bought.ReadAsync())["plan"]!).ShouldBe("enterprise");
        (await bought.InvoicesAsync()).Sum(i => i.Allocated).ShouldBe(25.34m);
        (await bought.CreditAsync()).ShouldBe(0m);
    }

    [Fact]
    public async Task Change_down_waits_for_the_end_of_the_period_and_the_smaller_plan_limits_from_now_on()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        var waiting = await bought.ChangeAsync("starter");
        var end = (string)waiting["current_period_end"]!;
        ((string)waiting["plan"]!, (string)waiting["pending_change"]!["kind"]!, (string)waiting["pending_change"]!["effective_at"]!)
            .ShouldBe(("basic", "down", end));
        waiting["next_renewal"]!.ToJsonString().ShouldBe($$"""{"at":"{{end}}","plan":"starter","billing_period":"monthly","amount":5.00}""");
        (await bought.InvoicesAsync()).Count.ShouldBe(1);
        await bought.Customer.OrderInstanceAsync(bought.Tenant, "one");
        using (var second = await bought.Customer.TryOrderInstanceAsync(bought.Tenant, "two"))
            (await second.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.limit_reached", details: ["limit"]))["limit"]!.GetValue<int>().ShouldBe(1);

        await bought.PassAsync(TimeSpan.FromDays(24));
        (await bought.InvoicesAsync())[^1].Total.ShouldBe(5m);
        await bought.PayAsync();
        await bought.PassAsync(TimeSpan.FromDays(6));
        var changed = await bought.ReadAsync();
        ((string)changed["plan"]!, (string)changed["status"]!, (decimal)changed["amount"]!, changed["pending_change"]).ShouldBe(("starter", "active", 5m, null));
    }

    [Fact]
    public async Task Smaller_plan_is_refused_with_the_list_of_what_exceeds_it()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.Customer.OrderInstanceAsync(bought.Tenant, "one");
        await bought.Customer.OrderInstanceAsync(bought.Tenant, "two");

        var problem = await bought.RefusedAsync(
            "change", BoughtSubscription.Wanted("starter"), HttpStatusCode.Conflict, "subscription.exceeds_plan", details: ["exceeding"]);
        problem["exceeding"]!.ToJsonString().ShouldBe("""[{"what":"max_instances","instance_id":null,"have":2,"allowed":1}]""");
        var preview = await bought.PreviewAsync("starter");
        (preview["exceeding"]!.ToJsonString(), preview["quote"]).ShouldBe((problem["exceeding"]!.ToJsonString(), null));
        (await bought.ReadAsync())["pending_change"].ShouldBeNull();
    }

    [Fact]
    public async Task One_change_waits_a_new_one_replaces_it_and_takes_back_its_invoice()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.ChangeAsync("professional");
        await bought.ChangeAsync("enterprise");
        (await StatusesAsync(bought)).ShouldBe([InvoiceStatus.Paid, InvoiceStatus.Void, InvoiceStatus.Open]);

        var down = await bought.ChangeAsync("starter");
        ((string)down["pending_change"]!["plan"]!).ShouldBe("starter");
        (await StatusesAsync(bought)).ShouldBe([InvoiceStatus.Paid, InvoiceStatus.Void, InvoiceStatus.Void]);
        (await bought.ChangeAsync("basic"))["pending_change"].ShouldBeNull();
    }

    [Fact]
    public async Task Change_down_is_dropped_when_one_up_is_paid_and_stays_when_that_lapses()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.ChangeAsync("starter");
        var both = await bought.ChangeAsync("professional");
        ((string)both["pending_change"]!["plan"]!, (string)both["next_renewal"]!["plan"]!).ShouldBe(("professional", "starter"));

        await bought.PassAsync(TimeSpan.FromDays(1));
        var lapsed = await bought.ReadAsync();
        ((string)lapsed["pending_change"]!["plan"]!, (await bought.InvoicesAsync())[^1].Status).ShouldBe(("starter", InvoiceStatus.Void));

        await bought.ChangeAsync("professional");
        await bought.PayAsync();
        var paid = await bought.ReadAsync();
        ((string)paid["plan"]!, paid["pending_change"], (string)paid["next_renewal"]!["plan"]!).ShouldBe(("professional", null, "professional"));
    }

    [Fact]
    public async Task Change_paid_after_it_lapsed_is_credit()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.PassAsync(TimeSpan.FromDays(10));
        await bought.ChangeAsync("professional");
        await bought.PassAsync(TimeSpan.FromDays(1));
        await bought.PayAsync(7.34m);
        ((string)(await bought.ReadAsync())["plan"]!, await bought.CreditAsync()).ShouldBe(("basic", 7.34m));
    }

    [Fact]
    public async Task Change_that_credit_pays_is_made_at_once()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.PayAsync(20m);
        await bought.PassAsync(TimeSpan.FromDays(10));
        var changed = await bought.ChangeAsync("professional");
        ((string)changed["plan"]!, changed["pending_change"], await bought.CreditAsync()).ShouldBe(("professional", null, 12.66m));
    }

    [Fact]
    public async Task Change_that_replaces_another_is_paid_with_the_credit_that_was_used_for_that()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.PayAsync(5m);
        await bought.ChangeAsync("professional");
        await bought.ChangeAsync("enterprise");
        var invoice = (await bought.InvoicesAsync())[^1];
        (invoice.Total, invoice.Allocated, invoice.AmountDue, await bought.CreditAsync()).ShouldBe((41m, 5m, 36m, 0m));

        await bought.ChangeAsync("basic");
        (await bought.CreditAsync()).ShouldBe(5m);
    }

    [Fact]
    public async Task Next_period_that_is_invoiced_already_is_invoiced_anew_when_it_is_another()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.PassAsync(TimeSpan.FromDays(24));
        (await TotalsAsync(bought)).ShouldBe([(8m, InvoiceStatus.Paid), (8m, InvoiceStatus.Open)]);

        // Unpaid: void. Paid: its money pays the new one, and what is left of it stays credit.
        await bought.ChangeAsync("basic", "annual");
        (await TotalsAsync(bought)).ShouldBe([(8m, InvoiceStatus.Paid), (8m, InvoiceStatus.Void), (80m, InvoiceStatus.Open)]);
        await bought.PayAsync();
        await bought.ChangeAsync("starter");
        (await TotalsAsync(bought))[^1].ShouldBe((5m, InvoiceStatus.Paid));
        (await bought.CreditAsync()).ShouldBe(75m);

        await bought.PassAsync(TimeSpan.FromDays(6));
        var renewed = await bought.ReadAsync();
        ((string)renewed["plan"]!, (string)renewed["billing_period"]!, (string)renewed["status"]!).ShouldBe(("starter", "monthly", "active"));
    }

    [Fact]
    public async Task Change_up_leaves_the_next_invoice_until_it_is_paid()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.PassAsync(TimeSpan.FromDays(24));
        await bought.ChangeAsync("professional");
        (await TotalsAsync(bought)).ShouldBe([(8m, InvoiceStatus.Paid), (8m, InvoiceStatus.Open), (2.20m, InvoiceStatus.Open)]);

        await bought.PayAsync();
        var totals = await TotalsAsync(bought);
        totals[^1].Total.ShouldBe(19m);
        ((string)(await bought.ReadAsync())["plan"]!, await bought.CreditAsync()).ShouldBe(("professional", 0m));
        (await bought.InvoicesAsync())[^1].Allocated.ShouldBe(8m);
    }

    [Fact]
    public async Task Order_that_is_not_paid_is_changed_with_its_invoice()
    {
        using var bought = await BoughtSubscription.PendingAsync(api);
        var preview = await bought.PreviewAsync("professional", "quarterly");
        ((string)preview["effect"]!, (decimal)preview["total"]!).ShouldBe(("at_once", 54.15m));
        var changed = await bought.ChangeAsync("professional", "quarterly");
        ((string)changed["plan"]!, (string)changed["billing_period"]!, (string)changed["status"]!).ShouldBe(("professional", "quarterly", "pending"));
        (await TotalsAsync(bought)).ShouldBe([(8m, InvoiceStatus.Void), (54.15m, InvoiceStatus.Open)]);

        await bought.PayAsync();
        ((string)(await bought.ReadAsync())["status"]!).ShouldBe("active");
    }

    [Fact]
    public async Task Trial_is_changed_at_once_where_the_plan_has_one()
    {
        using var bought = await BoughtSubscription.TrialingAsync(api);
        await bought.PassAsync(TimeSpan.FromDays(8));
        (await TotalsAsync(bought)).ShouldBe([(8m, InvoiceStatus.Open)]);
        var end = (string)(await bought.ReadAsync())["trial_end"]!;

        await bought.RefusedAsync("change", BoughtSubscription.Wanted("enterprise"), HttpStatusCode.Conflict, "subscription.no_trial");
        var changed = await bought.ChangeAsync("professional");
        ((string)changed["plan"]!, (string)changed["status"]!, (string)changed["trial_end"]!).ShouldBe(("professional", "trialing", end));
        (await TotalsAsync(bought)).ShouldBe([(8m, InvoiceStatus.Void), (19m, InvoiceStatus.Open)]);
    }

    [Fact]
    public async Task Who_owes_changes_nothing_and_neither_does_who_has_ended()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.PassAsync(TimeSpan.FromDays(24));
        await bought.PassAsync(TimeSpan.FromDays(6));
        ((string)(await bought.ReadAsync())["status"]!).ShouldBe("past_due");
        await RefusedBothAsync(HttpStatusCode.PaymentRequired, "subscription.payment_required");
        await bought.RefusedAsync("cancel", new() { ["at"] = "period_end" }, HttpStatusCode.Conflict, "subscription.only_now");

        foreach (var days in new[] { 3, 4, 3, 4 })
            await bought.PassAsync(TimeSpan.FromDays(days));
        ((string)(await bought.ReadAsync())["status"]!).ShouldBe("suspended");
        await RefusedBothAsync(HttpStatusCode.PaymentRequired, "subscription.payment_required");
        await bought.RefusedAsync("cancel", new() { ["at"] = "period_end" }, HttpStatusCode.Conflict, "subscription.only_now");

        await bought.DoAsync("cancel", new() { ["at"] = "now", ["confirm"] = true });
        await RefusedBothAsync(HttpStatusCode.Conflict, "subscription.action_not_allowed", ["subscription_status"]);

        async Task RefusedBothAsync(HttpStatusCode status, string code, string[]? details = null)
        {
            foreach (var action in new[] { "change", "preview-change" })
                await bought.RefusedAsync(action, BoughtSubscription.Wanted("professional"), status, code, details: details);
        }
    }

    [Theory]
    [InlineData("""{"plan":"gold"}""", "plan", "plan.not_offered")]
    [InlineData("""{"plan":""}""", "plan", "validation_failed")]
    [InlineData("""{"plan":null}""", "plan", "validation_failed")]
    [InlineData("""{"plan":"basic","billing_period":"weekly"}""", "billing_period", "validation_failed")]
    [InlineData("""{"plan":"basic","amount":0}""", "amount", "validation_failed")]
    public async Task Malformed_change_is_refused_by_field(string body, string field, string code)
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        foreach (var action in new[] { "change", "preview-change" })
            await bought.RefusedAsync(action, JsonNode.Parse(body)!.AsObject(), HttpStatusCode.UnprocessableEntity, code, [field]);
    }

    private static async Task<List<InvoiceStatus>> StatusesAsync(BoughtSubscription bought) => [.. (await bought.InvoicesAsync()).Select(i => i.Status)];

    private static async Task<List<(decimal Total, InvoiceStatus Status)>> TotalsAsync(BoughtSubscription bought) =>
        [.. (await bought.InvoicesAsync()).Select(i => (i.Total, i.Status))];
}
