using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Infrastructure.Tests.Invoices;

public sealed class InvoiceNumberTests : LedgerTest
{
    [Fact]
    public async Task Fifty_concurrent_issues_leave_no_gap_and_no_double_whatever_is_rolled_back()
    {
        await OpenShopAsync();
        var shops = new List<Shop> { Customer };
        for (var n = 1; n < 10; n++)
            shops.Add(await NewShopAsync($"customer{n}@example.com"));

        var start = new TaskCompletionSource();
        var issues = Enumerable.Range(0, 60).Select(async n =>
        {
            await start.Task;
            var isLost = n % 6 == 5;
            try
            {
                await InLedgerAsync(async (ledger, _) =>
                {
                    var issued = (await ledger.IssueAsync(Order(shops[n % shops.Count], 8m), Host.Clock.Now, CancellationToken.None))!;
                    // Voiding takes the other counter too.
                    if (n % 4 == 0)
                        await ledger.VoidAsync(issued, "Taken back", Host.Clock.Now, CancellationToken.None);
                    return isLost ? throw new InvalidOperationException("lost") : true;
                });
            }
            catch (InvalidOperationException e) when (e.Message == "lost")
            {
            }
        }).ToList();
        start.SetResult();
        await Task.WhenAll(issues);

        var numbers = await Host.ReadAsync(db => db.Invoices.Where(i => i.Kind == InvoiceKind.Invoice).Select(i => i.Number).ToListAsync());
        numbers.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(1, 50).Select(n => $"INV-USD-2026-{n.ToString("000000", CultureInfo.InvariantCulture)}"));
        await CheckAsync();
    }

    [Fact]
    public async Task Year_is_that_of_the_zone_of_billing_and_each_currency_counts_by_itself()
    {
        await OpenShopAsync();
        Host.AdjustTime(new(2026, 12, 31, 21, 59, 59, TimeSpan.Zero));
        (await NumberOfAsync(Order(8m))).ShouldBe("INV-USD-2026-000001");
        Host.AdjustTime(new(2026, 12, 31, 22, 0, 0, TimeSpan.Zero));
        (await NumberOfAsync(Order(8m))).ShouldBe("INV-USD-2027-000001");
        (await NumberOfAsync(Order(8m))).ShouldBe("INV-USD-2027-000002");
        (await NumberOfAsync(Order(211.31m) with { Currency = Currency.Zwg, Rate = 26.4137m })).ShouldBe("INV-ZWG-2027-000001");
        await CheckAsync();
    }

    [Fact]
    public async Task Customers_with_a_test_clock_have_numbers_of_their_own()
    {
        await OpenShopAsync();
        await NumberOfAsync(Order(8m));
        await Host.ExecuteAsync(
            $"""
            insert into test_clocks (id, name, now, status, created_at) values (gen_random_uuid(), 'tests', now(), 'ready', now());
            update customers set clock_id = (select id from test_clocks) where id = '{Customer.Customer.Value}'
            """);
        var id = await IssueAsync(8m);
        (await InvoiceAsync(id)).Number.ShouldBe("TEST-INV-USD-2026-000001");
        await VoidAsync(id);
        (await Host.ReadAsync(db => db.Invoices.Where(i => i.OriginalId == id).Select(i => i.Number).SingleAsync())).ShouldBe("TEST-CN-USD-2026-000001");
        await CheckAsync();
    }

    private async Task<string> NumberOfAsync(NewInvoice order) => (await InvoiceAsync(await IssueAsync(order))).Number;
}
