using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Infrastructure.Tests.Invoices;

/// <summary>Whatever is done in whatever order, every equation holds after each step. A failing seed is in the message.</summary>
public sealed class LedgerPropertyTests : LedgerTest
{
    private const int Steps = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(20261126)]
    public async Task Books_balance_after_every_step_of_a_random_sequence(int seed)
    {
        await OpenShopAsync();
        var random = new Random(seed);
        var done = new List<string>();
        for (var step = 0; step < Steps; step++)
        {
            done.Add(await StepAsync(random));
            var report = await Host.ReadAsync(db => new LedgerCheck(db, Host.Clock).RunAsync(CancellationToken.None));
            report.Faults.ShouldBeEmpty($"seed {seed}: {string.Join(", ", done)}");
            (await CreditAsync()).ShouldBeGreaterThanOrEqualTo(0m);
        }

        done.Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(6, $"seed {seed} does most of what there is");
    }

    private async Task<string> StepAsync(Random random)
    {
        Host.Advance(TimeSpan.FromHours(random.Next(1, 100)));
        var invoices = await Host.ReadAsync(db => db.Invoices.AsNoTracking().Where(i => i.Kind == InvoiceKind.Invoice).ToListAsync());
        var action = invoices.Count == 0 ? 0 : random.Next(10);
        var invoice = invoices.Count == 0 ? null : invoices[random.Next(invoices.Count)];
        switch (action)
        {
            case 0 or 1:
                await IssueAsync(Cents(random, 1, 6_000));
                return "issue";
            case 2:
                await IssueAsync(-Cents(random, 1, 2_000), Cents(random, 2_001, 6_000));
                return "issue a change";
            case 3:
                await PayAsync(invoice!.Id, invoice.Payable > 0 ? invoice.Payable : Cents(random, 1, 500), atGateway: random.Next(2) == 0);
                return "pay";
            case 4:
                await PayAsync(invoice!.Id, invoice.Total + Cents(random, 1, 1_500), atGateway: random.Next(2) == 0);
                return "pay too much";
            case 5:
                await PayAsync(invoice!.Id, Math.Max(0.01m, Money.Round(invoice.Payable / 3)));
                return "pay a part";
            case 6:
                await VoidAsync(invoice!.Id);
                return "void";
            case 7 when invoice!.Credited < invoice.Total:
                await CreditAsync(invoice.Id, Math.Max(0.01m, Money.Round((invoice.Total - invoice.Credited) * random.Next(1, 101) / 100)));
                return "credit a part";
            case 8:
                await WriteOffAsync(invoice!.Id);
                return "write off";
            case 9:
                return await TakeBackAsync(random);
            default:
                await GiveAsync(Cents(random, 1, 900));
                return "give credit";
        }
    }

    private async Task<string> TakeBackAsync(Random random)
    {
        var payments = await Host.ReadAsync(db => db.Payments.AsNoTracking().Where(p => p.RefundedAmount < p.Amount).ToListAsync());
        if (payments.Count == 0)
            return "take nothing back";

        var payment = payments[random.Next(payments.Count)];
        var left = payment.Amount - payment.RefundedAmount;
        var paidOut = await InLedgerAsync(async (ledger, db) =>
        {
            var key = $"payment:{payment.Id.Value}:back";
            var money = new MoneyIn(key, payment.CustomerId, payment.Currency, LedgerAccount.Manual, left, payment.InvoiceId, payment.Id);
            if (payment.Method is PaymentMethod.Manual && !await ledger.PayOutAsync(money, "Asked for it", Host.Clock.Now, CancellationToken.None))
                return false;
            if (payment.Method is not PaymentMethod.Manual)
                await ledger.ChargebackAsync(payment, left, key, Host.Clock.Now, CancellationToken.None);
            await db.Database.ExecuteSqlAsync($"update payments set refunded_amount = amount where id = {payment.Id.Value}");
            return true;
        });
        return !paidOut ? "refuse to pay out" : payment.Method is PaymentMethod.Manual ? "pay out" : "chargeback";
    }

    private Task<bool> GiveAsync(decimal amount) => InLedgerAsync(async (ledger, _) =>
    {
        var money = new MoneyIn($"goodwill:{Guid.CreateVersion7(Host.Clock.Now)}", Customer.Customer, Currency.Usd, LedgerAccount.Goodwill, amount, null, null);
        await ledger.GiveAsync(money, "Sorry", Host.Clock.Now, CancellationToken.None);
        return true;
    });

    private static decimal Cents(Random random, int from, int to) => random.Next(from, to) / 100m;
}
