using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.TestKit.Payments;
using Xunit.Abstractions;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

/// <summary>Customers who pay at random, and what must hold at the end, whatever happened in between.</summary>
public abstract partial class PaymentScenario(ITestOutputHelper output) : PaymentTest
{
    /// <summary>How long the gateway is asked: who answers later is heard by a message alone.</summary>
    private static readonly TimeSpan Asked = TimeSpan.FromHours(20);

    private readonly Dictionary<string, DateTimeOffset> begunAt = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> paidAt = new(StringComparer.Ordinal);
    private (CustomerId Customer, TenantId Tenant) stranger;
    private int seed;

    // They pay more often than people do.
    private protected override (string Key, string Value)[] Settings =>
        [.. base.Settings, ("Payments:Prompts:PerNumber", "100000"), ("Payments:Prompts:PerCustomer", "100000")];

    private protected Random Random { get; private set; } = new(0);

    private protected void Begin(int with)
    {
        output.WriteLine($"Seed {with}");
        (seed, Random) = (with, new(with));
        stranger = (Host.Get<Application.Common.ICaller>().CustomerId, Host.Tenant);
    }

    // For something that is no subscription.
    private protected async Task OweAsync()
    {
        Host.Become(stranger.Customer, stranger.Tenant);
        await InvoiceAsync(Random.Next(1, 5000) / 100m);
    }

    private protected async Task BeginAsync()
    {
        var invoices = await Host.ReadAsync(db => db.Invoices.AsNoTracking().Where(i => i.Kind == InvoiceKind.Invoice).OrderBy(i => i.Number)
            .Select(i => new { i.Id, i.CustomerId, i.TenantId, i.Status }).ToListAsync());
        var payable = invoices.Where(i => i.Status is InvoiceStatus.Open or InvoiceStatus.Uncollectible).ToArray();
        var invoice = Pick(payable.Length > 0 && Random.Next(5) > 0 ? payable : [.. invoices]);
        Host.Become(invoice.CustomerId, invoice.TenantId);
        var method = Pick([GatewayMethod.Ecocash, GatewayMethod.Web]);
        var phone = method is GatewayMethod.Web ? null : Pick(["0771111111", "0771111111", "0773333333", "0774444444", "0775555555"]);
        var begun = await Host.SendAsync(new CreatePayment(invoice.Id, method, phone));
        if (begun.IsFailure)
            begun.Error.Code.ShouldBeOneOf("payment.open", "payment.invoice_not_open");
    }

    // The payer answers, perhaps after having cancelled. What was paid stays so.
    private protected async Task AnswerAsync()
    {
        Note();
        var unpaid = Paynow.Transactions.Where(t => !t.IsPaid).ToArray();
        if (unpaid.Length == 0)
            return;

        var answered = Pick(unpaid);
        if (begunAt[answered.Reference] + Asked < Host.Clock.Now)
            (Paynow.Callbacks.Mode, InboxFailure) = (PaynowCallbacks.Deliver, 0);
        await Paynow.ChangeAsync(answered, Pick(["Paid", "Paid", "Sent", "Cancelled", "Failed", "Awaiting Delivery"]));
        await ToldAsync();
    }

    // The net is whole again and the gateway well; three days pass.
    private protected async Task SettleAsync()
    {
        Mend();
        await ToldAsync();
        await Paynow.DeliverKeptAsync();
        await LiveAsync(TimeSpan.FromDays(3));
    }

    private protected void Mend() =>
        (Paynow.IsTraceBroken, Paynow.IsPollBroken, InboxFailure, Paynow.Callbacks.Mode, Paynow.Fault) = (false, false, 0, PaynowCallbacks.Deliver, _ => PaynowFault.None);

    private protected async Task CheckAsync()
    {
        var (begun, payments) = (Paynow.Transactions, await Host.ReadAsync(db => db.Payments.AsNoTracking().ToListAsync()));
        var paid = payments.Where(p => p.Status is PaymentStatus.Paid).Select(p => p.Reference).Order(StringComparer.Ordinal);
        var called = begun.Where(t => t.IsPaid).Select(t => t.Reference).Order(StringComparer.Ordinal);
        paid.ShouldBe(called, $"seed {seed}");
        begun.GroupBy(t => t.MerchantTrace).ShouldAllBe(g => g.Count() == 1, $"seed {seed}: nobody is asked twice for one payment");
        payments.ShouldAllBe(p => !p.IsOpen && p.WatchedUntil == null, $"seed {seed}");

        var gateway = await BalanceAsync(LedgerAccount.Gateway);
        gateway.ShouldBe(begun.Where(t => t.IsPaid).Sum(t => t.Amount), $"seed {seed}");
        var credit = await Host.ReadAsync(db => db.BillingAccounts.SumAsync(a => a.Credit));
        (credit + await Host.ReadAsync(db => db.Invoices.SumAsync(i => i.Allocated))).ShouldBe(gateway, $"seed {seed}: payments are allocations and credit");
        await ShopsShouldStandAsync();
    }

    // What the gateway has begun, and been paid, since it was looked at last.
    private protected void Note()
    {
        foreach (var transaction in Paynow.Transactions)
        {
            begunAt.TryAdd(transaction.Reference, Host.Clock.Now);
            if (transaction.IsPaid)
                paidAt.TryAdd(transaction.Reference, Host.Clock.Now);
        }
    }

    private protected T Pick<T>(T[] from) => from[Random.Next(from.Length)];
}
