using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.TestKit.Payments;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

/// <summary>Customers who pay at random, and what must hold at the end, whatever happened in between.</summary>
public abstract class PaymentScenario : PaymentTest
{
    private readonly List<InvoiceId> invoices = [];
    private int seed;
    private int before;

    // They pay more often than people do.
    private protected override (string Key, string Value)[] Settings =>
        [.. base.Settings, ("Payments:Prompts:PerNumber", "100000"), ("Payments:Prompts:PerCustomer", "100000")];

    private protected Random Random { get; private set; } = new(0);

    private protected void Begin(int with)
    {
        (seed, Random, before) = (with, new(with), Paynow.Transactions.Count);
        invoices.Clear();
    }

    private protected async Task BeginAsync()
    {
        if (invoices.Count == 0 || Random.Next(2) == 0)
            invoices.Add(await InvoiceAsync(Random.Next(1, 5000) / 100m));
        var method = Pick([GatewayMethod.Ecocash, GatewayMethod.Web]);
        var phone = method is GatewayMethod.Web ? null : Pick(["0771111111", "0773333333", "0774444444", "0775555555"]);
        var begun = await Host.SendAsync(new CreatePayment(Pick([.. invoices]), method, phone));
        if (begun.IsFailure)
            begun.Error.Code.ShouldBeOneOf("payment.open", "payment.invoice_not_open");
    }

    // The payer answers, perhaps after having cancelled. What was paid stays so.
    private protected async Task AnswerAsync()
    {
        var unpaid = Paynow.Transactions.Where(t => !t.IsPaid).ToArray();
        if (unpaid.Length > 0)
            await Paynow.ChangeAsync(Pick(unpaid), Pick(["Paid", "Paid", "Sent", "Cancelled", "Failed", "Awaiting Delivery"]));
    }

    // The net is whole again and the gateway well; two days pass.
    private protected async Task SettleAsync()
    {
        (Paynow.IsTraceBroken, Paynow.IsPollBroken, InboxFailure, Paynow.Callbacks.Mode) = (false, false, 0, PaynowCallbacks.Deliver);
        await ToldAsync();
        await PassAsync(TimeSpan.FromDays(3));
        await WorkAsync();
    }

    private protected async Task CheckAsync()
    {
        var begun = Paynow.Transactions.Skip(before).ToList();
        var payments = await Host.ReadAsync(db => db.Payments.AsNoTracking().Where(p => invoices.Contains(p.InvoiceId)).ToListAsync());
        var paid = payments.Where(p => p.Status is PaymentStatus.Paid).Select(p => p.Reference).Order(StringComparer.Ordinal);
        var called = begun.Where(t => t.IsPaid).Select(t => t.Reference).Order(StringComparer.Ordinal);
        paid.ShouldBe(called, $"seed {seed}");
        begun.GroupBy(t => t.MerchantTrace).ShouldAllBe(g => g.Count() == 1, $"seed {seed}: nobody is asked twice for one payment");
        payments.ShouldAllBe(p => !p.IsOpen && p.WatchedUntil == null, $"seed {seed}");

        var money = begun.Where(t => t.IsPaid).Sum(t => t.Amount);
        var received = await Host.ReadAsync(db => db.LedgerTransactions.Where(t => t.InvoiceId != null && invoices.Contains(t.InvoiceId.Value)).SelectMany(t => t.Entries)
            .Where(e => e.Account == LedgerAccount.Gateway).SumAsync(e => e.Debit - e.Credit));
        received.ShouldBe(money, $"seed {seed}");
        var gateway = await BalanceAsync(LedgerAccount.Gateway);
        (await CreditAsync() + await Host.ReadAsync(db => db.Invoices.SumAsync(i => i.Allocated))).ShouldBe(gateway, $"seed {seed}: payments are allocations and credit");
    }

    private protected T Pick<T>(T[] from) => from[Random.Next(from.Length)];
}
