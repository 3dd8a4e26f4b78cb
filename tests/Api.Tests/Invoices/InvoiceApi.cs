using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Invoices;

namespace SaaSOdoo.Api.Tests.Invoices;

/// <summary>The platform of a seller with a VAT number, without workers.</summary>
public sealed class InvoiceApi : PlatformApi
{
    protected override void Configure(IDictionary<string, string> settings)
    {
        settings["Billing:Seller:Name"] = "SaaSOdoo (Private) Limited";
        settings["Billing:Seller:Address"] = "1 Samora Machel Avenue\nHarare";
        settings["Billing:Seller:VatNumber"] = "220654321";
        settings["Billing:Tax:Rates:0:Percent"] = "15.5";
        settings["Billing:Tax:Rates:0:ValidFrom"] = "2020-01-01";
    }

    /// <summary>An invoice as the cycle issues it.</summary>
    public async Task<Guid> IssueAsync(TestCustomer customer, Guid tenant, decimal amount = 22.80m, string currency = "USD", decimal? rate = null)
    {
        await using var scope = Services.CreateAsyncScope();
        var (db, ledger) = (scope.ServiceProvider.GetRequiredService<IAppDb>(), scope.ServiceProvider.GetRequiredService<InvoiceLedger>());
        var now = TimeProvider.System.GetUtcNow();
        var order = new NewInvoice(
            new(customer.Id), new(tenant), Subscription: null, Currency.Create("currency", currency).Value, InvoicePurpose.Renewal,
            [new("Basic, quarterly", amount, null, now.AddDays(7), now.AddDays(98))], now.AddDays(7), now.AddDays(7), now.AddDays(98), rate);
        return (await db.InTransactionAsync(token => ledger.IssueAsync(order, now, token), CancellationToken.None))!.Id.Value;
    }

    public async Task BooksBalanceAsync()
    {
        await using var db = Database.NewDb();
        await db.ShouldBalanceAsync();
    }

    public async Task<int> CountAsync(Guid invoice)
    {
        await using var db = Database.NewDb();
        return await db.Payments.CountAsync(p => p.InvoiceId == new InvoiceId(invoice));
    }
}
