using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Subscriptions;

/// <summary>A preview has no effect, and a change with its quote is charged exactly what it said, or nothing.</summary>
public sealed class ChangeQuoteTests(ChangesApi api) : IClassFixture<ChangesApi>
{
    [Fact]
    public async Task Preview_says_what_the_change_does_and_has_no_effect()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.PassAsync(TimeSpan.FromDays(10));
        var before = await StateAsync(bought);
        var up = await bought.PreviewAsync("professional");
        up["quote"]!.GetValue<string>().Length.ShouldBeInRange(100, 2000);
        up.Remove("quote");
        var now = api.Clock.Now;
        up.ToJsonString().ShouldBe(
            $$"""{"plan":"professional","plan_version":1,"billing_period":"monthly","effect":"when_paid","effective_at":"{{now:yyyy-MM-ddTHH:mm:ss.ffffffZ}}","currency":"USD","lines":[{"description":"Unused time on Basic","amount":-5.33},{"description":"Remaining time on Professional","amount":12.67}],"total":7.34,"amount":19.00,"rate":null,"exceeding":[],"as_of":"{{now:yyyy-MM-ddTHH:mm:ss.ffffffZ}}","expires_at":"{{now.AddMinutes(15):yyyy-MM-ddTHH:mm:ss.ffffffZ}}"}""");

        var down = await bought.PreviewAsync("starter");
        ((string)down["effect"]!, (string)down["effective_at"]!, (decimal)down["total"]!, down["lines"]!.AsArray().Count)
            .ShouldBe(("period_end", (string)(await bought.ReadAsync())["current_period_end"]!, 0m, 0));
        ((string)(await bought.PreviewAsync("basic"))["effect"]!).ShouldBe("none");
        (await StateAsync(bought)).ShouldBe(before);
    }

    [Fact]
    public async Task Change_with_a_quote_is_charged_exactly_that()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api, "basic");
        await bought.PassAsync(TimeSpan.FromDays(10));
        var preview = await bought.PreviewAsync("enterprise");
        api.Clock.Advance(TimeSpan.FromMinutes(14));
        var waiting = await bought.ChangeAsync("enterprise", quote: (string)preview["quote"]!);
        (await bought.InvoicesAsync())[^1].Total.ShouldBe((decimal)preview["total"]!);
        ((string)waiting["pending_change"]!["effective_at"]!).ShouldBe((string)preview["as_of"]!);

        // Asked for once more it stays as it is; with another quote it is counted anew.
        await bought.ChangeAsync("enterprise");
        (await bought.InvoicesAsync()).Count.ShouldBe(2);
        api.Clock.Advance(TimeSpan.FromHours(2));
        var later = await bought.PreviewAsync("enterprise");
        await bought.ChangeAsync("enterprise", quote: (string)later["quote"]!);
        var invoices = await bought.InvoicesAsync();
        (invoices.Count, invoices[^1].Total).ShouldBe((3, (decimal)later["total"]!));
        invoices[^1].Total.ShouldBeLessThan((decimal)preview["total"]!);
    }

    [Fact]
    public async Task Quote_is_stale_when_it_is_old_or_what_it_counted_with_has_changed()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api, "starter");
        var old = (string)(await bought.PreviewAsync("professional"))["quote"]!;
        api.Clock.Advance(TimeSpan.FromMinutes(15));
        await StaleAsync(bought, "professional", old);

        // Another plan or period than was previewed.
        var other = (string)(await bought.PreviewAsync("professional"))["quote"]!;
        await StaleAsync(bought, "enterprise", other);
        await StaleAsync(bought, "professional", other, "annual");

        // Another plan than it had then.
        var before = (string)(await bought.PreviewAsync("professional"))["quote"]!;
        await bought.ChangeAsync("basic");
        await bought.PayAsync();
        await StaleAsync(bought, "professional", before);

        // Another version on offer.
        var version = (string)(await bought.PreviewAsync("enterprise"))["quote"]!;
        await OfferNextVersionAsync("enterprise", price: 51);
        await StaleAsync(bought, "enterprise", version);
        var next = await bought.PreviewAsync("enterprise");
        ((int)next["plan_version"]!, (decimal)next["amount"]!).ShouldBe((2, 51m));
        (await bought.ReadAsync())["pending_change"].ShouldBeNull();
    }

    [Fact]
    public async Task Quote_ends_with_the_period()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        await bought.PassAsync(TimeSpan.FromDays(24));
        await bought.PayAsync();
        await bought.PassAsync(TimeSpan.FromDays(6) - TimeSpan.FromMinutes(5));
        var preview = await bought.PreviewAsync("enterprise");
        ((string)preview["expires_at"]!).ShouldBe((string)(await bought.ReadAsync())["current_period_end"]!);

        await bought.PassAsync(TimeSpan.FromMinutes(5));
        await StaleAsync(bought, "enterprise", (string)preview["quote"]!);
    }

    [Fact]
    public async Task Quote_that_is_none_or_another_subscriptions_is_refused()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api);
        using var stranger = await BoughtSubscription.ActiveAsync(api);
        var quote = (string)(await stranger.PreviewAsync("professional"))["quote"]!;
        var forged = quote[..^4] + (quote.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");
        foreach (var given in new[] { quote, forged, "x", "{}", " ", "CfDJ8" })
        {
            await bought.RefusedAsync(
                "change", BoughtSubscription.Wanted("professional", quote: given), HttpStatusCode.UnprocessableEntity, "subscription.quote_invalid", ["quote"]);
        }

        await bought.RefusedAsync(
            "change", BoughtSubscription.Wanted("professional", quote: new string('a', 5000)), HttpStatusCode.UnprocessableEntity, "validation_failed", ["quote"]);
        (await bought.InvoicesAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Changes_of_a_period_in_zwg_count_with_the_rate_of_that_period()
    {
        await AddRateAsync(26.4137m);
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        using var response = await customer.Http.PostAsJsonAsync("/api/v1/subscriptions", new JsonObject
        {
            ["tenant_id"] = tenant,
            ["plan"] = "starter",
            ["billing_period"] = "quarterly",
            ["currency"] = "ZWG",
            ["trial"] = false,
        });
        var id = (await response.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>();
        using var bought = new BoughtSubscription(api, tenant, id, customer);
        await api.AdvanceAsync(id);
        await bought.PayAsync(currency: Currency.Zwg);
        ((string)(await bought.ReadAsync())["status"]!).ShouldBe("active");

        api.Clock.Advance(TimeSpan.FromMinutes(1));
        await AddRateAsync(30m);
        var preview = await bought.PreviewAsync("basic");
        ((decimal)preview["amount"]!, (decimal)preview["rate"]!).ShouldBe((602.23m, 26.4137m));
    }

    private static async Task StaleAsync(BoughtSubscription bought, string plan, string quote, string? period = null) =>
        await bought.RefusedAsync("change", BoughtSubscription.Wanted(plan, period, quote), HttpStatusCode.Conflict, "subscription.quote_stale");

    private async Task OfferNextVersionAsync(string code, int price)
    {
        await using var db = api.Database.NewDb();
        var id = Guid.CreateVersion7(api.Clock.Now);
        await db.Database.ExecuteSqlAsync($"update plans set withdrawn_at = {api.Clock.Now} where code = {code} and withdrawn_at is null");
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into plans (id, code, revision, name, max_instances, max_users, max_cpu, max_memory_bytes, max_storage_bytes, database_kind, trial_days, offered_from)
            select {id}, code, 2, name, max_instances, max_users, max_cpu, max_memory_bytes, max_storage_bytes, database_kind, trial_days, {api.Clock.Now}
            from plans where code = {code} and revision = 1
            """);
        await db.Database.ExecuteSqlAsync($"insert into plan_prices (plan_id, period, currency, amount) values ({id}, 'monthly', 'USD', {price})");
    }

    private async Task AddRateAsync(decimal rate)
    {
        await using var db = api.Database.NewDb();
        await db.Database.ExecuteSqlAsync(
            $"insert into exchange_rates (id, currency, rate, valid_from, created_at) values ({Guid.CreateVersion7(api.Clock.Now)}, 'ZWG', {rate}, {api.Clock.Now}, {api.Clock.Now})");
    }

    private async Task<string> StateAsync(BoughtSubscription bought)
    {
        await using var db = api.Database.NewDb();
        return await db.Database.SqlQuery<string>(
            $"""
            select concat((select s::text || s.xmin from subscriptions s where id = {bought.Id}), (select count(*) from invoices), (select count(*) from events),
                (select count(*) from ledger_transactions), (select count(*) from audit_entries)) as "Value"
            """).SingleAsync();
    }
}
