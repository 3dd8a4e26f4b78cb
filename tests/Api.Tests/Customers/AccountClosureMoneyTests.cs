using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.TestKit.Builders;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Customers;

/// <summary>An account with money under way is not deleted: nobody would be left whose it is.</summary>
public sealed class AccountClosureMoneyTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Account_with_credit_is_kept_until_it_is_paid_out()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await CreditAsync(customer, 2.20m);
        using var refused = await DeleteAsync(customer);
        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "customer.has_credit", details: ["credit", "currency"]);
        ((decimal)problem["credit"]!, (string)problem["currency"]!).ShouldBe((2.20m, "USD"));

        await CreditAsync(customer, 0m);
        using var deleted = await DeleteAsync(customer);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Account_whose_payment_is_under_way_is_kept_until_that_has_ended()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var now = TimeProvider.System.GetUtcNow();
        var invoice = new OpenInvoice(new(customer.Id), new(await customer.OpenTenantAsync())) { Number = 700_001 }.Build(now);
        var payment = Payment.Attempt(invoice, number: 1, PaymentMethod.Ecocash, "+263771234567", returnUrl: null, now).Value;
        await using (var db = api.Database.NewDb())
        {
            db.AddRange(invoice, payment);
            await db.SaveChangesAsync();
        }

        using var refused = await DeleteAsync(customer);
        (await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "customer.has_open_payment", details: ["payment_id"]))["payment_id"]!.GetValue<Guid>()
            .ShouldBe(payment.Id.Value);
        using var cancelled = await customer.Http.PostAsync(new Uri($"/api/v1/payments/{payment.Id.Value}/cancel", UriKind.Relative), content: null);
        (await cancelled.ShouldBeJsonAsync(HttpStatusCode.Accepted))["status"]!.GetValue<string>().ShouldBe("cancelled");
        using var deleted = await DeleteAsync(customer);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await using var after = api.Database.NewDb();
        (await after.Payments.AsNoTracking().SingleAsync(p => p.Id == payment.Id)).Phone.ShouldBeNull("it is a person's");
    }

    private static Task<HttpResponseMessage> DeleteAsync(TestCustomer customer) => customer.Http.SendAsync(new HttpRequestMessage(
        HttpMethod.Delete, "/api/v1/customers/me")
    { Content = JsonContent.Create(new JsonObject { ["password"] = TestCustomer.Password }) });

    private async Task CreditAsync(TestCustomer customer, decimal credit)
    {
        await using var db = api.Database.NewDb();
        var id = customer.Id;
        await db.Database.ExecuteSqlAsync(
            $"insert into billing_accounts (customer_id, currency, credit) values ({id}, 'USD', {credit}) on conflict (customer_id, currency) do update set credit = {credit}");
    }
}
