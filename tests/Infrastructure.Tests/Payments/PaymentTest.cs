using System.Net;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Infrastructure.Payments;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit.Invoices;
using SaaSOdoo.TestKit.Odoo;
using SaaSOdoo.TestKit.Payments;
using SaaSOdoo.TestKit.Webhooks;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

/// <summary>A host whose gateway is the fake one, over HTTP in both directions. Nothing is asked unless the test lets a worker do it.</summary>
public abstract class PaymentTest : OperationHostTest, IAsyncLifetime
{
    private protected FakePaynow Paynow { get; private set; } = null!;

    /// <summary>Takes the gateway's messages and hands them to the command, as the endpoint does.</summary>
    private protected WebhookReceiver Inbox { get; private set; } = null!;

    /// <summary>What the inbox answers before it hands a message on; 0: it hands it on.</summary>
    private protected int InboxFailure { get; set; }

    async Task IAsyncLifetime.InitializeAsync()
    {
        Paynow = await FakePaynow.StartAsync(pace: 0);
        Inbox = await WebhookReceiver.StartAsync();
        Paynow.Callbacks.Pause = TimeSpan.FromMilliseconds(20);
        await InitializeAsync();
        await Host.SettledAsync();
        Inbox.Answer = async (http, n) => http.Response.StatusCode = InboxFailure > 0 ? InboxFailure : await TakeAsync(Inbox.Received[n - 1]);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await Paynow.DisposeAsync();
        await Inbox.DisposeAsync();
        try
        {
            // Whatever happened: every cent is accounted for.
            await using var db = Database.NewDb();
            await db.ShouldBalanceAsync();
        }
        finally
        {
            await DisposeAsync();
        }
    }

    private protected CapturedLog Log { get; } = new();

    private protected virtual (string Key, string Value)[] Settings => Paynow.Settings(new(Inbox.Url, "/api/v1/webhooks/paynow"));

    private protected override OperationHost Open() => new(Database, services => services.AddSingleton<ILoggerProvider>(Log), Settings);

    /// <summary>Takes a message as the gateway sends it.</summary>
    /// <returns>The status that the endpoint answers with.</returns>
    private protected async Task<int> TakeAsync(ReceivedWebhook message)
    {
        var currency = Currency.Create("currency", message.Path.Split('/')[^1]).Value;
        var result = await Host.InScopeAsync<IMediator, Result>(m => m.Send(new ReceivePaymentMessage(currency, System.Text.Encoding.UTF8.GetBytes(message.Body))));
        return (int)(result.IsFailure ? HttpStatusCode.BadRequest : HttpStatusCode.OK);
    }

    private protected Task<InvoiceId> InvoiceAsync(decimal total = 22.80m, Currency? currency = null) => Host.InScopeAsync<IServiceProvider, InvoiceId>(services =>
        services.GetRequiredService<IAppDb>().InTransactionAsync(
            async cancellationToken =>
            {
                var now = BillingTime.Floor(Host.Clock.Now);
                var order = new NewInvoice(
                    Host.Get<ICaller>().CustomerId, Host.Tenant, Subscription: null, currency ?? Currency.Usd, InvoicePurpose.Initial,
                    [new InvoiceLine("Basic, monthly", total, null, null, null)], now.AddDays(7), PeriodStart: null, PeriodEnd: null, Rate: null);
                return (await services.GetRequiredService<InvoiceLedger>().IssueAsync(order, now, cancellationToken))!.Id;
            },
            CancellationToken.None));

    private protected async Task<PaymentId> PayAsync(InvoiceId invoice, GatewayMethod method = GatewayMethod.Ecocash, string? phone = "0775555555") =>
        (await Host.SendAsync(new CreatePayment(invoice, method, method is GatewayMethod.Web ? null : phone))).Value.Id;

    /// <summary>A payment that the gateway has been called for.</summary>
    private protected async Task<PaymentId> BegunAsync(InvoiceId? invoice = null, GatewayMethod method = GatewayMethod.Ecocash)
    {
        var payment = await PayAsync(invoice ?? await InvoiceAsync(), method);
        (await WorkAsync()).ShouldBe(1);
        return payment;
    }

    /// <summary>Does all that is due, one after the other.</summary>
    /// <returns>How many steps that were.</returns>
    private protected async Task<int> WorkAsync()
    {
        var steps = 0;
        while (await Host.Get<PaymentQueue>().ClaimAsync(CancellationToken.None) is { } lease)
        {
            await Host.Get<PaymentRunner>().RunAsync(lease, CancellationToken.None);
            steps++;
        }

        return steps;
    }

    /// <summary>Lets the time pass and does what falls due in it, at the time when it does.</summary>
    private protected async Task PassAsync(TimeSpan time)
    {
        for (var end = Host.Clock.Now + time; ;)
        {
            await WorkAsync();
            var next = await Host.ReadAsync(db => db.Payments.Where(p => p.WatchedUntil != null).MinAsync(p => (DateTimeOffset?)p.RunAfter));
            if (next is null || next > end)
            {
                if (end > Host.Clock.Now)
                    Host.Advance(end - Host.Clock.Now);
                return;
            }

            Host.Advance(next > Host.Clock.Now ? next.Value - Host.Clock.Now : TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>The gateway's messages have been taken, or given up.</summary>
    private protected async Task ToldAsync()
    {
        await Paynow.Payers.SettledAsync();
        await Paynow.Callbacks.SettledAsync();
    }

    private protected Task<Payment> PaymentAsync(PaymentId id) => Host.ReadAsync(db => db.Payments.AsNoTracking().SingleAsync(p => p.Id == id));

    private protected Task<Invoice> InvoiceAsync(InvoiceId id) => Host.ReadAsync(db => db.Invoices.AsNoTracking().SingleAsync(i => i.Id == id));

    private protected Task<decimal> CreditAsync(Currency? currency = null) => Host.ReadAsync(db =>
        db.BillingAccounts.Where(a => a.Currency == (currency ?? Currency.Usd)).Select(a => a.Credit).SingleOrDefaultAsync());

    /// <summary>Debits less credits of an account, over all customers.</summary>
    private protected Task<decimal> BalanceAsync(LedgerAccount account) => Host.ReadAsync(db =>
        db.LedgerTransactions.SelectMany(t => t.Entries).Where(e => e.Account == account).SumAsync(e => e.Debit - e.Credit));
}
