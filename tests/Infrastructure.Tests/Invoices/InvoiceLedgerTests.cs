using Microsoft.EntityFrameworkCore;
using Npgsql;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Infrastructure.Tests.Invoices;

public sealed class InvoiceLedgerTests : LedgerTest
{
    [Fact]
    public async Task Worked_example_holds_cent_for_cent()
    {
        await OpenShopAsync();
        var first = await IssueAsync(22.80m);
        (await InvoiceAsync(first)).ShouldSatisfyAllConditions(i => i.Tax.ShouldBe(3.06m), i => i.Net.ShouldBe(19.74m), i => i.AmountDue.ShouldBe(22.80m));

        await PayAsync(first, 25m);
        (await InvoiceAsync(first)).Status.ShouldBe(InvoiceStatus.Paid);
        (await CreditAsync()).ShouldBe(2.20m);

        var upgrade = await IssueAsync(-10.52m, 24.99m);
        (await InvoiceAsync(upgrade)).ShouldSatisfyAllConditions(
            i => i.Total.ShouldBe(14.47m), i => i.Tax.ShouldBe(1.94m), i => i.Allocated.ShouldBe(2.20m), i => i.AmountDue.ShouldBe(12.27m), i => i.Status.ShouldBe(InvoiceStatus.Open));
        await PayAsync(upgrade, 12.27m, atGateway: true);

        (await BalanceAsync(LedgerAccount.Manual)).ShouldBe(25m);
        (await BalanceAsync(LedgerAccount.Gateway)).ShouldBe(12.27m);
        (await BalanceAsync(LedgerAccount.Revenue)).ShouldBe(-32.27m);
        (await BalanceAsync(LedgerAccount.Tax)).ShouldBe(-5m);
        (await BalanceAsync(LedgerAccount.Receivable)).ShouldBe(0m);
        (await CreditAsync()).ShouldBe(0m);
        (await CheckAsync()).ShouldSatisfyAllConditions(r => r.Invoices.ShouldBe(2), r => r.Accounts.ShouldBe(1));
    }

    [Fact]
    public async Task Invoice_over_nothing_is_not_issued_and_takes_no_number()
    {
        await OpenShopAsync();
        (await InLedgerAsync((ledger, _) => ledger.IssueAsync(Order(8m, -8m), Host.Clock.Now, CancellationToken.None))).ShouldBeNull();
        (await InvoiceAsync(await IssueAsync(8m))).Number.ShouldBe("INV-USD-2026-000001");
        await CheckAsync();
    }

    [Fact]
    public async Task Credit_pays_what_has_been_due_longest_across_tenants()
    {
        await OpenShopAsync();
        var later = await IssueAsync(Order(8m) with { DueAt = Host.Clock.Now.AddDays(9) });
        var sooner = await IssueAsync(Order(19m) with { DueAt = Host.Clock.Now.AddDays(2) });
        var own = await IssueAsync(Order(5m) with { DueAt = Host.Clock.Now.AddDays(20) });
        await PayAsync(own, 5m + 19m + 3m);

        (await InvoiceAsync(own)).Status.ShouldBe(InvoiceStatus.Paid, "money pays its own invoice first");
        (await InvoiceAsync(sooner)).Status.ShouldBe(InvoiceStatus.Paid);
        (await InvoiceAsync(later)).ShouldSatisfyAllConditions(i => i.Status.ShouldBe(InvoiceStatus.Open), i => i.AmountDue.ShouldBe(5m));
        (await CreditAsync()).ShouldBe(0m);
        await CheckAsync();
    }

    [Fact]
    public async Task Voided_paid_invoice_returns_its_money_as_credit_by_a_full_credit_note()
    {
        await OpenShopAsync();
        var id = await IssueAsync(22.80m);
        await PayAsync(id, 22.80m);
        await VoidAsync(id);
        await VoidAsync(id);

        (await InvoiceAsync(id)).ShouldSatisfyAllConditions(i => i.Status.ShouldBe(InvoiceStatus.Void), i => i.Credited.ShouldBe(22.80m), i => i.Allocated.ShouldBe(0m));
        var note = await Host.ReadAsync(db => db.Invoices.AsNoTracking().SingleAsync(i => i.OriginalId == id));
        note.ShouldSatisfyAllConditions(
            n => n.Number.ShouldBe("CN-USD-2026-000001"), n => n.Kind.ShouldBe(InvoiceKind.CreditNote), n => n.Total.ShouldBe(22.80m), n => n.Tax.ShouldBe(3.06m), n => n.AmountDue.ShouldBe(0m),
            n => n.Buyer.ShouldBe(new("Tendai Moyo", null, "tendai@example.com", null, null)), n => n.Lines.Single().Description.ShouldBe("Taken back"));
        (await CreditAsync()).ShouldBe(22.80m);
        (await InvoiceAsync(await IssueAsync(8m))).Status.ShouldBe(InvoiceStatus.Paid, "credit is used by the next invoice");
        await CheckAsync();
    }

    [Fact]
    public async Task Unserved_part_is_credited_the_rest_written_off_and_paid_late()
    {
        await OpenShopAsync();
        var id = await IssueAsync(8m);
        await CreditAsync(id, 4.27m);
        await WriteOffAsync(id);
        (await InvoiceAsync(id)).ShouldSatisfyAllConditions(i => i.Status.ShouldBe(InvoiceStatus.Uncollectible), i => i.WrittenOff.ShouldBe(3.73m), i => i.Payable.ShouldBe(3.73m));
        (await BalanceAsync(LedgerAccount.BadDebt)).ShouldBe(3.73m);

        await PayAsync(id, 1m);
        (await InvoiceAsync(id)).ShouldSatisfyAllConditions(i => i.Status.ShouldBe(InvoiceStatus.Uncollectible), i => i.WrittenOff.ShouldBe(2.73m));
        await PayAsync(id, 3m);
        (await InvoiceAsync(id)).ShouldSatisfyAllConditions(i => i.Status.ShouldBe(InvoiceStatus.Paid), i => i.WrittenOff.ShouldBe(0m));
        (await CreditAsync()).ShouldBe(0.27m);
        await CheckAsync();
    }

    [Fact]
    public async Task Chargeback_makes_the_invoice_due_again_and_takes_what_the_money_paid_since()
    {
        await OpenShopAsync();
        var first = await IssueAsync(22.80m);
        var payment = await PayAsync(first, 25m, atGateway: true);
        var second = await IssueAsync(8m);
        (await InvoiceAsync(second)).AmountDue.ShouldBe(5.80m, "2.20 of the first payment were left");

        for (var times = 0; times < 2; times++)
        {
            await InLedgerAsync(async (ledger, db) =>
            {
                await ledger.ChargebackAsync(await db.Payments.SingleAsync(p => p.Id == payment), 25m, $"payment:{payment.Value}:refunded", Host.Clock.Now, CancellationToken.None);
                await db.Database.ExecuteSqlAsync($"update payments set refunded_amount = 25 where id = {payment.Value}");
                return true;
            });
        }

        (await InvoiceAsync(first)).ShouldSatisfyAllConditions(i => i.Status.ShouldBe(InvoiceStatus.Open), i => i.AmountDue.ShouldBe(22.80m), i => i.PaidAt.ShouldBeNull());
        (await InvoiceAsync(second)).AmountDue.ShouldBe(8m);
        (await BalanceAsync(LedgerAccount.Gateway)).ShouldBe(0m);
        await CheckAsync();
    }

    [Fact]
    public async Task Held_money_is_nobodys_until_it_is_accepted()
    {
        await OpenShopAsync();
        var id = await IssueAsync(8m);
        var money = new MoneyIn("held", Customer.Customer, Currency.Usd, LedgerAccount.Gateway, 10m, id, null);
        await InLedgerAsync(async (ledger, _) =>
        {
            await ledger.HoldAsync(money, Host.Clock.Now, CancellationToken.None);
            return true;
        });
        (await InvoiceAsync(id)).AmountDue.ShouldBe(8m);
        (await BalanceAsync(LedgerAccount.Held)).ShouldBe(-10m);

        await InLedgerAsync(async (ledger, _) =>
        {
            await ledger.AcceptHeldAsync(money with { Key = "accepted", Amount = 8m }, Host.Clock.Now, CancellationToken.None);
            await ledger.ReturnHeldAsync(money with { Key = "returned", Amount = 2m }, Host.Clock.Now, CancellationToken.None);
            return true;
        });
        (await InvoiceAsync(id)).Status.ShouldBe(InvoiceStatus.Paid);
        (await BalanceAsync(LedgerAccount.Held)).ShouldBe(0m);
        (await BalanceAsync(LedgerAccount.Gateway)).ShouldBe(8m);
    }

    [Theory]
    [InlineData("update invoices set total = total + 1, net = net + 1")]
    [InlineData("update invoices set lines = '[]'")]
    [InlineData("update invoices set buyer = '{}'")]
    [InlineData("delete from invoices")]
    [InlineData("update ledger_entries set debit = debit + 1 where debit > 0")]
    [InlineData("delete from ledger_entries")]
    [InlineData("update ledger_transactions set key = 'another'")]
    [InlineData("delete from ledger_transactions")]
    [InlineData("insert into ledger_entries (transaction_id, position, account, debit, credit) select id, 9, 'credit', 1, 0 from ledger_transactions limit 1")]
    public async Task Database_refuses_to_rewrite_what_was_issued_and_entered(string sql)
    {
        await OpenShopAsync();
        await PayAsync(await IssueAsync(8m), 8m);
        (await Should.ThrowAsync<PostgresException>(() => Host.ExecuteAsync(sql))).SqlState.ShouldBe(PostgresErrorCodes.IntegrityConstraintViolation);
        await CheckAsync();
    }

    [Fact]
    public async Task Events_tell_of_issue_payment_credit_and_void()
    {
        await OpenShopAsync();
        var id = await IssueAsync(8m);
        await PayAsync(id, 8m);
        await VoidAsync(id);
        await WriteOffAsync(await IssueAsync(10m));
        var names = await Host.ReadAsync(db => db.Database.SqlQuery<string>($"select name as \"Value\" from events where name like 'invoice.%' order by position").ToListAsync());
        names.ShouldBe(["invoice.issued", "invoice.paid", "invoice.voided", "invoice.credited", "invoice.issued", "invoice.uncollectible"]);
    }
}
