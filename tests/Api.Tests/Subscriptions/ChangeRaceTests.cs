using System.Net;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Subscriptions;

/// <summary>Changes at the moment of something else: whichever comes first, the subscription and its invoices fit, and no cent is lost.</summary>
public sealed class ChangeRaceTests(ChangesApi api) : IClassFixture<ChangesApi>, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => (await api.CheckAsync()).Faults.ShouldBeEmpty();

    [Fact]
    public async Task Change_at_the_moment_of_renewal_is_counted_in_the_new_period()
    {
        for (var round = 0; round < 5; round++)
        {
            using var bought = await BoughtSubscription.ActiveAsync(api);
            var end = DateTimeOffset.Parse((string)(await bought.ReadAsync())["current_period_end"]!, null);
            await bought.PassAsync(TimeSpan.FromDays(25));
            await bought.PayAsync();
            await bought.PassAsync(end - api.Clock.Now - TimeSpan.FromSeconds(1));
            api.Clock.Advance(TimeSpan.FromSeconds(1));

            var change = bought.PostAsync("change", BoughtSubscription.Wanted("professional"));
            await Task.WhenAll([change, .. Enumerable.Range(0, 4).Select(_ => api.AdvanceAsync(bought.Id))]);
            using var response = await change;
            var changed = await response.ShouldBeJsonAsync();

            ((string)changed["status"]!, DateTimeOffset.Parse((string)changed["current_period_start"]!, null)).ShouldBe(("active", end));
            (await bought.InvoicesAsync()).Select(i => (i.Purpose, i.Status, i.Total)).ShouldBe(
            [
                (InvoicePurpose.Initial, InvoiceStatus.Paid, 8m), (InvoicePurpose.Renewal, InvoiceStatus.Paid, 8m),
                (InvoicePurpose.Change, InvoiceStatus.Open, 11m),
            ]);
        }
    }

    [Fact]
    public async Task Changes_at_the_same_moment_leave_one_that_waits_and_one_invoice_for_it()
    {
        using var bought = await BoughtSubscription.ActiveAsync(api, "starter");
        string[] plans = ["basic", "professional", "enterprise"];
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async n =>
        {
            using var response = await bought.PostAsync("change", BoughtSubscription.Wanted(plans[n % 3]));
            return response.StatusCode;
        }));

        answers.Count(s => s == HttpStatusCode.OK).ShouldBe(12);
        var open = (await bought.InvoicesAsync()).Where(i => i.Status is InvoiceStatus.Open).ToList();
        var waiting = (await bought.ReadAsync())["pending_change"]!;
        (open.Count, open[0].Id.Value).ShouldBe((1, waiting["invoice_id"]!.GetValue<Guid>()));
    }

    [Fact]
    public async Task Change_at_the_moment_when_the_one_before_is_paid_replaces_it_or_follows_it()
    {
        for (var round = 0; round < 8; round++)
        {
            using var bought = await BoughtSubscription.ActiveAsync(api);
            await bought.ChangeAsync("professional");
            var change = bought.PostAsync("change", BoughtSubscription.Wanted("enterprise"));
            await Task.WhenAll(change, bought.PayAsync(11m));
            using var response = await change;
            await response.ShouldBeJsonAsync();

            // Applied before it: 19 to 49. Replaced: 8 to 49, of which the 11 are paid as credit. Either way 30 are left to pay.
            var subscription = await bought.ReadAsync();
            ((string)subscription["pending_change"]!["plan"]!).ShouldBe("enterprise");
            (await bought.InvoicesAsync()).Sum(i => i.Status is InvoiceStatus.Open ? i.AmountDue : 0).ShouldBe(30m);
            await bought.PayAsync();
            ((string)(await bought.ReadAsync())["plan"]!, await bought.CreditAsync()).ShouldBe(("enterprise", 0m));
        }
    }

    [Fact]
    public async Task Cancelling_and_changing_at_the_same_moment_leave_no_invoice_of_a_change_that_is_dropped()
    {
        for (var round = 0; round < 5; round++)
        {
            using var bought = await BoughtSubscription.ActiveAsync(api);
            var change = bought.PostAsync("change", BoughtSubscription.Wanted("professional"));
            var cancel = bought.PostAsync("cancel", []);
            await Task.WhenAll(change, cancel);
            using var changed = await change;
            using var cancelled = await cancel;
            cancelled.StatusCode.ShouldBe(HttpStatusCode.OK);
            changed.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Conflict);
            (await bought.InvoicesAsync()).ShouldAllBe(i => i.Status != InvoiceStatus.Open);
            (await bought.ReadAsync())["pending_change"].ShouldBeNull();
        }
    }
}
