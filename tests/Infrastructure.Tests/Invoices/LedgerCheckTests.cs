using SaaSOdoo.Application.Invoices;

namespace SaaSOdoo.Infrastructure.Tests.Invoices;

/// <summary>The check finds what somebody did past the ledger, and past the triggers.</summary>
public sealed class LedgerCheckTests : LedgerTest
{
    [Theory]
    [InlineData("update billing_accounts set credit = credit + 1", "credit", "payments")]
    [InlineData("update invoices set allocated = allocated - 1", "invoice_allocated", "payments", "invoice_status")]
    [InlineData("update invoices set allocated = allocated - 1, status = 'open'", "receivable", "invoice_allocated", "payments")]
    [InlineData("update invoices set written_off = 1, allocated = allocated - 1", "bad_debt", "invoice_allocated", "invoice_written_off", "payments", "invoice_status")]
    [InlineData("update invoices set credited = 1, allocated = allocated - 1", "invoice_allocated", "invoice_credited", "payments")]
    [InlineData("update invoices set tax = tax + 1, net = net - 1", "tax", "revenue")]
    [InlineData("update invoices set status = 'uncollectible'", "invoice_status")]
    [InlineData("update payments set received_amount = received_amount + 1", "manual")]
    [InlineData("update payments set method = 'web'", "manual", "gateway")]
    [InlineData("delete from ledger_entries where account = 'manual'", "transaction", "manual", "payments")]
    [InlineData("update invoice_counters set last = last + 1 where kind = 'invoice'", "numbers")]
    [InlineData("update invoices set number = 'INV-USD-2026-000003'", "numbers", "numbers")]
    public async Task Tampering_is_found(string sql, params string[] rules)
    {
        await OpenShopAsync();
        await PayAsync(await IssueAsync(22.80m), 25m);
        await CheckAsync();

        await Host.ExecuteAsync($"begin; set local session_replication_role = replica; {sql}; commit");
        var report = await Host.InScopeAsync<LedgerCheck, LedgerReport>(check => check.RunAsync(CancellationToken.None));
        report.Balances.ShouldBeFalse();
        report.Faults.Select(f => f.Rule).ShouldBe(rules, ignoreOrder: true);
        report.Faults.ShouldAllBe(f => f.Expected != f.Actual && f.Currency == "USD");
    }
}
