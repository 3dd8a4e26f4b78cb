using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Subscriptions;

/// <summary>How a subscription is ended, and what becomes of its invoices.</summary>
public sealed class CancelTests(ChangesApi api) : IClassFixture<ChangesApi>, IAsyncLifetime
{
    private static readonly JsonObject Now = new() { ["at"] = "now", ["confirm"] = true };

    public Task InitializeAsync() => Task.CompletedTask;

    // Whatever happened, the books are right.
    public async Task DisposeAsync() => (await api.CheckAsync()).Faults.ShouldBeEmpty();

    [Fact]
    public async Task Cancelled_subscription_lives_to_the_end_of_its_period_and_can_be_resumed_until_then()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.ChangeAsync("professional");
        var cancelled = await bought.DoAsync("cancel", []);
        ((string)cancelled["status"]!, (bool)cancelled["cancel_at_period_end"]!, cancelled["pending_change"], cancelled["next_renewal"])
            .ShouldBe(("active", true, null, null));
        (await bought.InvoicesAsync())[^1].Status.ShouldBe(InvoiceStatus.Void);
        await bought.RefusedAsync("change", BoughtSubscription.Wanted("professional"), HttpStatusCode.Conflict, "subscription.cancelling");
        ((bool)(await bought.DoAsync("cancel", []))["cancel_at_period_end"]!).ShouldBeTrue();

        var resumed = await bought.DoAsync("resume");
        ((bool)resumed["cancel_at_period_end"]!, (decimal)resumed["next_renewal"]!["amount"]!).ShouldBe((false, 8m));
        ((bool)(await bought.DoAsync("resume"))["cancel_at_period_end"]!).ShouldBeFalse();

        await bought.DoAsync("cancel", []);
        await bought.PassAsync(TimeSpan.FromDays(24));
        (await bought.InvoicesAsync()).Count.ShouldBe(2);
        await bought.PassAsync(TimeSpan.FromDays(6));
        ((string)(await bought.ReadAsync())["status"]!).ShouldBe("cancelled");
        await bought.RefusedAsync("resume", null, HttpStatusCode.Conflict, "subscription.action_not_allowed", details: ["subscription_status"]);
        ((string)(await bought.DoAsync("cancel", []))["status"]!).ShouldBe("cancelled");
        ((string)(await bought.DoAsync("cancel", new() { ["at"] = "now" }))["status"]!).ShouldBe("cancelled");
    }

    [Fact]
    public async Task Next_invoice_is_taken_back_by_the_cancellation_and_its_money_pays_the_one_after_resuming()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.PassAsync(TimeSpan.FromDays(24));
        await bought.DoAsync("cancel", []);
        (await StatusesAsync(bought)).ShouldBe([InvoiceStatus.Paid, InvoiceStatus.Void]);
        await bought.DoAsync("resume");
        (await StatusesAsync(bought)).ShouldBe([InvoiceStatus.Paid, InvoiceStatus.Void, InvoiceStatus.Open]);

        await bought.PayAsync();
        await bought.DoAsync("cancel", []);
        (await bought.CreditAsync()).ShouldBe(8m);
        await bought.DoAsync("resume");
        ((await StatusesAsync(bought))[^1], await bought.CreditAsync()).ShouldBe((InvoiceStatus.Paid, 0m));
    }

    [Fact]
    public async Task Cancelling_now_has_to_be_confirmed_and_gives_no_money_back()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.PassAsync(TimeSpan.FromDays(10));
        var problem = await bought.RefusedAsync(
            "cancel", new() { ["at"] = "now" }, HttpStatusCode.Conflict, "subscription.confirmation_required", details: ["subscription_status"]);
        ((string)problem["detail"]!).ShouldContain("no money is given back");
        ((string)(await bought.ReadAsync())["status"]!).ShouldBe("active");

        await bought.ChangeAsync("professional");
        // An offer is no debt, however long it was not taken.
        await bought.PassAsync(TimeSpan.FromHours(12));
        ((string)(await bought.DoAsync("cancel", Now))["status"]!).ShouldBe("cancelled");
        (await StatusesAsync(bought)).ShouldBe([InvoiceStatus.Paid, InvoiceStatus.Void]);
        (await bought.CreditAsync()).ShouldBe(0m);
        using var again = await bought.Customer.SubscribeAsync(bought.Tenant, trial: false);
        again.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("now")]
    [InlineData("period_end")]
    public async Task Order_that_is_not_paid_ends_at_once_and_its_invoice_is_void(string at)
    {
        using var bought = await BoughtSubscription.PendingAsync(api);
        ((string)(await bought.DoAsync("cancel", new() { ["at"] = at, ["confirm"] = true }))["status"]!).ShouldBe("cancelled");
        (await StatusesAsync(bought)).ShouldBe([InvoiceStatus.Void]);
    }

    [Fact]
    public async Task Trial_that_is_cancelled_now_is_used_up()
    {
        using var bought = await BoughtSubscription.TrialingAsync(api);
        await bought.PassAsync(TimeSpan.FromDays(8));
        ((string)(await bought.DoAsync("cancel", Now))["status"]!).ShouldBe("cancelled");
        (await StatusesAsync(bought)).ShouldBe([InvoiceStatus.Void]);
        using var again = await bought.Customer.SubscribeAsync(bought.Tenant);
        ((string)(await again.ShouldBeJsonAsync(HttpStatusCode.Created))["status"]!).ShouldBe("pending");
    }

    [Fact]
    public async Task Trial_that_is_cancelled_at_its_end_is_not_converted()
    {
        using var bought = await BoughtSubscription.TrialingAsync(api);
        var cancelled = await bought.DoAsync("cancel", []);
        ((string)cancelled["status"]!, (bool)cancelled["cancel_at_period_end"]!).ShouldBe(("trialing", true));
        await bought.PassAsync(TimeSpan.FromDays(14));
        ((string)(await bought.ReadAsync())["status"]!).ShouldBe("cancelled");
        (await bought.InvoicesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_used_and_not_paid_stays_due_when_one_that_owes_is_cancelled()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.PassAsync(TimeSpan.FromDays(24));
        await bought.PassAsync(TimeSpan.FromDays(6));
        // The next period has 31 days, of which 28 are left.
        await bought.PassAsync(TimeSpan.FromDays(3));
        await bought.RefusedAsync(
            "cancel", new() { ["at"] = "now" }, HttpStatusCode.Conflict, "subscription.confirmation_required", details: ["subscription_status"]);
        ((string)(await bought.DoAsync("cancel", Now))["status"]!).ShouldBe("cancelled");
        var invoice = (await bought.InvoicesAsync())[^1];
        (invoice.Total, invoice.Credited, invoice.Total - invoice.Credited).ShouldBe((8m, 7.23m, 0.77m));
    }

    [Fact]
    public async Task Account_that_has_paid_ahead_is_kept_as_it_is()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.PassAsync(TimeSpan.FromDays(24));
        await bought.PayAsync();
        (await bought.CreditAsync()).ShouldBe(0m);
        using (var refused = await bought.Customer.Http.SendAsync(new HttpRequestMessage(HttpMethod.Delete, "/api/v1/customers/me")
        { Content = JsonContent.Create(new JsonObject { ["password"] = TestCustomer.Password }) }))
        {
            var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "customer.has_credit", details: ["credit", "currency"]);
            ((decimal)problem["credit"]!).ShouldBe(8m);
        }

        ((string)(await bought.ReadAsync())["status"]!).ShouldBe("active");
        (await StatusesAsync(bought)).ShouldBe([InvoiceStatus.Paid, InvoiceStatus.Paid]);
    }

    [Fact]
    public async Task Closing_the_tenant_cancels_now_with_all_that_waits()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.ChangeAsync("starter");
        await bought.ChangeAsync("professional");
        using (var closed = await bought.Customer.Http.DeleteAsync($"/api/v1/tenants/{bought.Tenant}"))
            closed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await api.AdvanceAsync(bought.Id);
        var ended = await bought.ReadAsync();
        ((string)ended["status"]!, ended["pending_change"], ended["next_renewal"]).ShouldBe(("cancelled", null, null));
        (await StatusesAsync(bought)).ShouldBe([InvoiceStatus.Paid, InvoiceStatus.Void]);
    }

    private static async Task<List<InvoiceStatus>> StatusesAsync(BoughtSubscription bought) => [.. (await bought.InvoicesAsync()).Select(i => i.Status)];
}
