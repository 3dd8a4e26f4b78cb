using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit.Builders;
using SaaSOdoo.TestKit.Invoices;

namespace SaaSOdoo.Infrastructure.Tests.Invoices;

/// <summary>A seller with a VAT number, a customer, and what moves their money; each step is a transaction of its own.</summary>
public abstract class LedgerTest : OperationHostTest
{
    private protected Shop Customer { get; private set; } = null!;

    private protected override OperationHost Open() => new(
        Database, change: null, ("Billing:Seller:Name", "SaaSOdoo (Private) Limited"), ("Billing:Seller:VatNumber", "220123456"), ("Billing:Tax:Rates:0:Percent", "15.5"),
        ("Billing:Tax:Rates:0:ValidFrom", "2020-01-01"));

    private protected async Task OpenShopAsync() => Customer = await NewShopAsync("tendai@example.com");

    private protected async Task<Shop> NewShopAsync(string email)
    {
        var customer = new CustomerBuilder { Email = email }.Build(Host.Clock.Now);
        var tenant = new TenantBuilder(customer.Id).Build(Host.Clock.Now);
        await Host.InScopeAsync<AppDb>(async db =>
        {
            db.AddRange(customer, tenant);
            await db.SaveChangesAsync();
        });
        return new(customer.Id, tenant.Id);
    }

    private protected NewInvoice Order(params decimal[] amounts) => Order(Customer, amounts);

    private protected NewInvoice Order(Shop shop, params decimal[] amounts) => new(
        shop.Customer, shop.Tenant, Subscription: null, Currency.Usd, InvoicePurpose.Renewal,
        [.. amounts.Select(a => new InvoiceLine("Basic, monthly", a, null, null, null))], Host.Clock.Now.AddDays(7), null, null, Rate: null);

    private protected async Task<InvoiceId> IssueAsync(NewInvoice order) =>
        (await InLedgerAsync((ledger, _) => ledger.IssueAsync(order, Host.Clock.Now, CancellationToken.None))).ShouldNotBeNull().Id;

    private protected Task<InvoiceId> IssueAsync(params decimal[] amounts) => IssueAsync(Order(amounts));

    /// <summary>By hand, or at the gateway; for an invoice.</summary>
    private protected Task<PaymentId> PayAsync(InvoiceId id, decimal amount, bool atGateway = false) => InLedgerAsync(async (ledger, db) =>
    {
        var invoice = await db.Invoices.AsNoTracking().SingleAsync(i => i.Id == id);
        var payment = Payment.Manual(invoice, await db.Payments.CountAsync(p => p.InvoiceId == id) + 1, amount, Host.Clock.Now);
        db.Payments.Add(payment);
        await db.SaveChangesAsync(CancellationToken.None);
        if (atGateway)
            await db.Database.ExecuteSqlAsync($"update payments set method = 'ecocash' where id = {payment.Id.Value}");
        var account = atGateway ? LedgerAccount.Gateway : LedgerAccount.Manual;
        var money = new MoneyIn($"payment:{payment.Id.Value}:paid", invoice.CustomerId, invoice.Currency, account, amount, id, payment.Id);
        await ledger.ReceiveAsync(money, Host.Clock.Now, CancellationToken.None);
        await ledger.ReceiveAsync(money, Host.Clock.Now, CancellationToken.None);
        return payment.Id;
    });

    private protected Task VoidAsync(InvoiceId id) => ChangeAsync(id, (ledger, invoice) => ledger.VoidAsync(invoice, "Taken back", Host.Clock.Now, CancellationToken.None));

    private protected Task CreditAsync(InvoiceId id, decimal amount) =>
        ChangeAsync(id, (ledger, invoice) => ledger.CreditAsync(invoice, amount, "Not served", Host.Clock.Now, CancellationToken.None));

    private protected Task WriteOffAsync(InvoiceId id) => ChangeAsync(id, (ledger, invoice) => ledger.WriteOffAsync(invoice, Host.Clock.Now, CancellationToken.None));

    private protected Task ChangeAsync(InvoiceId id, Func<InvoiceLedger, Invoice, Task> change) => InLedgerAsync(async (ledger, db) =>
    {
        await ledger.LockAccountAsync(Customer.Customer, Currency.Usd, CancellationToken.None);
        await change(ledger, await db.Invoices.SingleAsync(i => i.Id == id));
        return true;
    });

    private protected Task<T> InLedgerAsync<T>(Func<InvoiceLedger, AppDb, Task<T>> work) => InLedgerAsync(Host, work);

    private protected static Task<T> InLedgerAsync<T>(OperationHost host, Func<InvoiceLedger, AppDb, Task<T>> work) => host.InScopeAsync<IServiceProvider, T>(services =>
    {
        var db = (AppDb)services.GetService(typeof(AppDb))!;
        return db.InTransactionAsync(_ => work((InvoiceLedger)services.GetService(typeof(InvoiceLedger))!, db), CancellationToken.None);
    });

    private protected Task<Invoice> InvoiceAsync(InvoiceId id) => Host.ReadAsync(db => db.Invoices.AsNoTracking().SingleAsync(i => i.Id == id));

    private protected Task<decimal> CreditAsync() => Host.ReadAsync(db => db.BillingAccounts.Where(a => a.CustomerId == Customer.Customer).SumAsync(a => a.Credit));

    private protected Task<LedgerReport> CheckAsync() => Host.ReadAsync(db => db.ShouldBalanceAsync());

    /// <summary>Debits less credits.</summary>
    private protected Task<decimal> BalanceAsync(LedgerAccount account) => Host.ReadAsync(db =>
        db.LedgerTransactions.SelectMany(t => t.Entries).Where(e => e.Account == account).SumAsync(e => e.Debit - e.Credit));

    private protected sealed record Shop(CustomerId Customer, TenantId Tenant);
}
