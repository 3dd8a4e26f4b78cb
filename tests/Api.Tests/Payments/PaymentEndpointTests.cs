using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Api.Tests.Http.Idempotency;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Payments;

public sealed class PaymentEndpointTests(PaymentApi api) : IClassFixture<PaymentApi>
{
    [Fact]
    public async Task Invoice_is_paid_by_ecocash_and_the_gateways_message()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var invoice = await api.InvoiceAsync(customer, await customer.OpenTenantAsync());

        using var accepted = await PaymentApi.PayAsync(customer, invoice);
        var created = await accepted.ShouldBeJsonAsync(HttpStatusCode.Accepted);
        var id = created["id"]!.GetValue<Guid>();
        (accepted.Headers.Location!.ToString(), (string)created["status"]!, (string)created["phone"]!).ShouldBe(($"/api/v1/payments/{id}", "created", "+263775555555"));
        await BecomesAsync(customer, id, "pending");
        var begun = api.Paynow.Transactions.Single(t => t.Reference == (string)created["reference"]!);
        await api.Paynow.ChangeAsync(begun, "Paid");
        using var told = await api.TellAsync(customer.Http, begun);
        told.StatusCode.ShouldBe(HttpStatusCode.OK);
        var paid = await BecomesAsync(customer, id, "paid");

        ((decimal)paid["received_amount"]!, (string)paid["gateway_reference"]!).ShouldBe((22.80m, $"{begun.Number}"));
        using var list = await customer.Http.GetAsync($"/api/v1/payments?invoice_id={invoice}&status=paid");
        (await list.ShouldBeJsonAsync())["items"]!.AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<Guid>().ShouldBe(id);
        using var again = await PaymentApi.PayAsync(customer, invoice);
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "payment.invoice_not_open", details: ["invoice_status"]);
    }

    [Fact]
    public async Task Viewers_read_that_it_is_paid_and_not_by_which_telephone()
    {
        using var payer = await TestCustomer.RegisterAsync(api);
        using var viewer = await TestCustomer.RegisterAsync(api);
        var tenant = await payer.OpenTenantAsync();
        await payer.TakeInAsync(api, tenant, viewer, "viewer");
        using var accepted = await PaymentApi.PayAsync(payer, await api.InvoiceAsync(payer, tenant));
        var id = (await accepted.ShouldBeJsonAsync(HttpStatusCode.Accepted))["id"]!.GetValue<Guid>();
        ((string)(await BecomesAsync(payer, id, "pending"))["phone"]!).ShouldBe("+263775555555");

        var read = await BecomesAsync(viewer, id, "pending");
        using var list = await viewer.Http.GetAsync("/api/v1/payments");
        var listed = (await list.ShouldBeJsonAsync())["items"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        foreach (var payment in (JsonObject[])[read, listed])
            ((decimal)payment["amount"]!, payment["phone"], payment["instructions"], payment["browser_url"]).ShouldBe((22.80m, null, null, null));
    }

    [Fact]
    public async Task Subscription_without_a_trial_becomes_active_when_its_invoice_is_paid()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        using var ordered = await customer.Http.PostAsJsonAsync(
            "/api/v1/subscriptions", new JsonObject { ["tenant_id"] = tenant, ["plan"] = "basic", ["billing_period"] = "monthly", ["trial"] = false });
        var subscription = await ordered.ShouldBeJsonAsync(HttpStatusCode.Created);
        ((string)subscription["status"]!).ShouldBe("pending");
        await using var db = api.Database.NewDb();
        var invoice = await db.Invoices.AsNoTracking().SingleAsync(i => i.TenantId == new TenantId(tenant));

        using var accepted = await PaymentApi.PayAsync(customer, invoice.Id.Value, phone: "0771111111");
        var id = (await accepted.ShouldBeJsonAsync(HttpStatusCode.Accepted))["id"]!.GetValue<Guid>();
        await BecomesAsync(customer, id, "pending");
        await api.Paynow.Payers.SettledAsync();
        using var told = await api.TellAsync(customer.Http, api.Paynow.Transactions.Single(t => t.Reference == $"{invoice.Number}-1"));
        told.StatusCode.ShouldBe(HttpStatusCode.OK);

        ((decimal)(await BecomesAsync(customer, id, "paid"))["received_amount"]!).ShouldBe(8m);
        await Eventually.BecomesTrueAsync(async () =>
        {
            using var got = await customer.Http.GetAsync($"/api/v1/subscriptions/{(string)subscription["id"]!}");
            return (string)(await got.ShouldBeJsonAsync())["status"]! == "active";
        });
    }

    [Fact]
    public async Task Second_attempt_answers_409_with_the_id_of_the_first()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var invoice = await api.InvoiceAsync(customer, await customer.OpenTenantAsync());
        using var first = await PaymentApi.PayAsync(customer, invoice);
        var id = (await first.ShouldBeJsonAsync(HttpStatusCode.Accepted))["id"]!.GetValue<Guid>();

        using var second = await PaymentApi.PayAsync(customer, invoice, "web", phone: null);
        var problem = await second.ShouldBeProblemAsync(HttpStatusCode.Conflict, "payment.open", details: ["payment_id"]);
        problem["payment_id"]!.GetValue<Guid>().ShouldBe(id);
    }

    [Fact]
    public async Task Same_idempotency_key_is_the_same_attempt()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var invoice = await api.InvoiceAsync(customer, await customer.OpenTenantAsync());
        var (path, key) = ($"/api/v1/invoices/{invoice}/payments", KeyedRequests.NewKey());
        using var first = await customer.Http.PostKeyedAsync(path, new JsonObject { ["method"] = "web" }, key);
        using var second = await customer.Http.PostKeyedAsync(path, new JsonObject { ["method"] = "web" }, key);

        var id = (await first.ShouldBeJsonAsync(HttpStatusCode.Accepted))["id"]!.GetValue<Guid>();
        (second.IsReplay(), (await second.ShouldBeJsonAsync(HttpStatusCode.Accepted))["id"]!.GetValue<Guid>()).ShouldBe((true, id));
    }

    [Theory]
    [InlineData("ecocash", "0715555555", "payment.phone_network")]
    [InlineData("onemoney", "0775555555", "payment.phone_network")]
    [InlineData("ecocash", "+27821234567", "payment.phone_network")]
    [InlineData("ecocash", "077555", "phone.invalid")]
    [InlineData("ecocash", "zero seven", "phone.invalid")]
    [InlineData("ecocash", null, "payment.phone_required")]
    [InlineData("web", "0775555555", "payment.phone_not_taken")]
    [InlineData("manual", null, "validation_failed")]
    [InlineData("credit", null, "validation_failed")]
    [InlineData("EcoCash", "0775555555", "validation_failed")]
    public async Task Number_that_cannot_pay_is_refused_before_anybody_is_called(string method, string? phone, string code)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var invoice = await api.InvoiceAsync(customer, await customer.OpenTenantAsync());

        using var refused = await PaymentApi.PayAsync(customer, invoice, method, phone);
        await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, code, [code == "validation_failed" ? "method" : "phone"]);
    }

    [Theory]
    [InlineData("http://portal.example.com")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/paid")]
    [InlineData("https://user@example.com/")]
    public async Task Payer_is_sent_back_only_to_an_address_that_is_one(string returnUrl)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var invoice = await api.InvoiceAsync(customer, await customer.OpenTenantAsync());

        using var refused = await customer.Http.PostAsJsonAsync($"/api/v1/invoices/{invoice}/payments", new JsonObject { ["method"] = "web", ["return_url"] = returnUrl });
        await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["return_url"]);
    }

    private static async Task<JsonObject> BecomesAsync(TestCustomer customer, Guid payment, string status)
    {
        JsonObject? last = null;
        await Eventually.BecomesTrueAsync(async () =>
        {
            using var got = await customer.Http.GetAsync($"/api/v1/payments/{payment}");
            last = (await got.ShouldBeJsonAsync()).AsObject();
            return (string)last["status"]! == status;
        });
        return last!;
    }
}
