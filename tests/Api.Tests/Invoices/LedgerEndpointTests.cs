using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.Api.Tests.Audit;
using SaaSOdoo.Api.Tests.Http.Idempotency;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Invoices;

/// <summary>What operators do to customers' money by hand.</summary>
public sealed class LedgerEndpointTests(InvoiceApi api) : IClassFixture<InvoiceApi>
{
    [Fact]
    public async Task Manual_payment_settles_the_invoice_once_and_the_rest_is_credit()
    {
        var (operators, customer, invoice) = await ArrangeAsync();
        var key = KeyedRequests.NewKey();
        var body = Body(25m, "Cash at the counter");
        using var first = await operators.Http.PostKeyedAsync($"/api/v1/admin/invoices/{invoice}/payments", body.DeepClone(), key);
        var payment = await first.ShouldBeJsonAsync(HttpStatusCode.Created);
        using var again = await operators.Http.PostKeyedAsync($"/api/v1/admin/invoices/{invoice}/payments", body.DeepClone(), key);
        again.IsReplay().ShouldBeTrue();

        ((string)payment["status"]!, (string)payment["method"]!, (decimal)payment["received_amount"]!).ShouldBe(("paid", "manual", 25m));
        (await api.CountAsync(invoice)).ShouldBe(1);
        (await ReadAsync(customer, $"/api/v1/invoices/{invoice}"))["status"]!.GetValue<string>().ShouldBe("paid");
        (await ReadAsync(customer, "/api/v1/billing/profile"))["credit"]!.ToJsonString().ShouldBe("""[{"currency":"USD","amount":2.20}]""");
        await BalancedAsync(operators);
    }

    [Fact]
    public async Task Refund_credits_the_invoice_and_is_entered_once()
    {
        var (operators, customer, invoice) = await ArrangeAsync();
        using var paid = await operators.Http.PostAsJsonAsync($"/api/v1/admin/invoices/{invoice}/payments", Body(22.80m, "Cash"));
        var payment = (await paid.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>();

        using var tooMuch = await RefundAsync(operators, payment, 22.81m, "REF-1");
        await tooMuch.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "payment.refund_amount", ["amount"]);
        using var used = await RefundAsync(operators, payment, 10m, "REF-1", creditNote: false);
        await used.ShouldBeProblemAsync(HttpStatusCode.Conflict, "payment.credit_too_low", details: ["credit"]);
        using var part = await RefundAsync(operators, payment, 10m, "REF-1");
        ((string)(await part.ShouldBeJsonAsync())["status"]!).ShouldBe("paid");
        using var twice = await RefundAsync(operators, payment, 10m, "REF-1");
        await twice.ShouldBeProblemAsync(HttpStatusCode.Conflict, "payment.refund_entered");
        using var rest = await RefundAsync(operators, payment, 12.80m, "REF-2");
        ((string)(await rest.ShouldBeJsonAsync())["status"]!).ShouldBe("refunded");
        using var none = await RefundAsync(operators, payment, 1m, "REF-3");
        await none.ShouldBeProblemAsync(HttpStatusCode.Conflict, "payment.not_refundable", details: ["payment_status"]);

        var credited = await ReadAsync(customer, $"/api/v1/invoices/{invoice}");
        ((string)credited["status"]!, (decimal)credited["amount_credited"]!, (decimal)credited["amount_paid"]!).ShouldBe(("void", 22.80m, 0m));
        var notes = (await ReadAsync(customer, "/api/v1/invoices"))["items"]!.AsArray().Where(i => (string)i!["kind"]! == "credit_note").ToList();
        notes.Sum(n => (decimal)n!["tax"]!).ShouldBe(3.06m, "together they take back the invoice's tax, to the cent");
        notes.Count.ShouldBe(2);
        await BalancedAsync(operators);
    }

    [Fact]
    public async Task Void_takes_the_invoice_back_with_a_credit_note_that_can_be_printed()
    {
        var (operators, customer, invoice) = await ArrangeAsync();
        for (var times = 0; times < 2; times++)
        {
            using var response = await operators.Http.PostAsJsonAsync($"/api/v1/admin/invoices/{invoice}/void", new JsonObject { ["reason"] = "Ordered by mistake" });
            ((string)(await response.ShouldBeJsonAsync())["status"]!).ShouldBe("void");
        }

        var note = (await ReadAsync(customer, "/api/v1/invoices"))["items"]!.AsArray().Single(i => (string)i!["kind"]! == "credit_note")!;
        note["original_id"]!.GetValue<Guid>().ShouldBe(invoice);
        var page = await customer.Http.GetStringAsync($"/api/v1/invoices/{note["id"]}/document");
        page.ShouldContain("<h1>Credit note</h1>");
        page.ShouldContain("For invoice");
        page.ShouldContain("Ordered by mistake");
        foreach (var action in new[] { "void", "payments" })
        {
            using var refused = await operators.Http.PostAsJsonAsync($"/api/v1/admin/invoices/{note["id"]}/{action}", action == "void" ? new() { ["reason"] = "x" } : Body(1m, "x"));
            await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "invoice.is_credit_note");
        }

        await BalancedAsync(operators);
    }

    [Fact]
    public async Task Invoice_that_the_subscription_would_get_anew_is_not_taken_back()
    {
        var (operators, customer, _) = await ArrangeAsync();
        using var ordered = await customer.SubscribeAsync(await customer.OpenTenantAsync(), trial: false);
        var subscription = (await ordered.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>();
        var initial = (await ReadAsync(customer, "/api/v1/invoices"))["items"]!.AsArray().Single(i => (Guid?)i!["subscription_id"] == subscription)!["id"]!.GetValue<Guid>();
        using var refused = await operators.Http.PostAsJsonAsync($"/api/v1/admin/invoices/{initial}/void", new JsonObject { ["reason"] = "Ordered by mistake" });
        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "invoice.issued_again");
        ((string)(await ReadAsync(customer, $"/api/v1/invoices/{initial}"))["status"]!).ShouldBe("open");
    }

    [Fact]
    public async Task Given_credit_pays_what_is_due()
    {
        var (operators, customer, invoice) = await ArrangeAsync();
        var body = Body(30m, "For the outage");
        using var given = await operators.Http.PostAsJsonAsync($"/api/v1/admin/customers/{customer.Id}/credits", body);
        (await given.ShouldBeJsonAsync()).ToJsonString().ShouldBe("""{"currency":"USD","amount":7.20}""");
        (await ReadAsync(customer, $"/api/v1/invoices/{invoice}"))["status"]!.GetValue<string>().ShouldBe("paid");
        await BalancedAsync(operators);
    }

    [Theory]
    [InlineData("0", "USD", "x", "amount")]
    [InlineData("-1", "USD", "x", "amount")]
    [InlineData("1.001", "USD", "x", "amount")]
    [InlineData("1", "ZWL", "x", "currency")]
    [InlineData("1", "usd", "x", "currency")]
    [InlineData("1", "USD", " ", "reason")]
    public async Task Credit_without_sense_is_refused(string amount, string currency, string reason, string field)
    {
        var operators = await AuditRows.OperatorAsync(api);
        var body = Body(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), reason);
        body["currency"] = currency;
        using var refused = await operators.Http.PostAsJsonAsync($"/api/v1/admin/customers/{operators.Id}/credits", body);
        await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [field]);
    }

    private async Task<(TestCustomer Operator, TestCustomer Customer, Guid Invoice)> ArrangeAsync()
    {
        var customer = await TestCustomer.RegisterAsync(api);
        return (await AuditRows.OperatorAsync(api), customer, await api.IssueAsync(customer, await customer.OpenTenantAsync()));
    }

    private async Task BalancedAsync(TestCustomer operators)
    {
        var report = await ReadAsync(operators, "/api/v1/admin/ledger/check");
        report["balances"]!.GetValue<bool>().ShouldBeTrue(report.ToJsonString());
        report["faults"]!.AsArray().ShouldBeEmpty();
        await api.BooksBalanceAsync();
    }

    private static Task<HttpResponseMessage> RefundAsync(TestCustomer operators, Guid payment, decimal amount, string reference, bool creditNote = true)
    {
        var body = Body(amount, "Not served");
        (body["external_reference"], body["credit_note"]) = (reference, creditNote);
        return operators.Http.PostAsJsonAsync($"/api/v1/admin/payments/{payment}/refunds", body);
    }

    private static JsonObject Body(decimal amount, string reason) => new() { ["amount"] = amount, ["reason"] = reason };

    private static async Task<JsonObject> ReadAsync(TestCustomer customer, string path)
    {
        using var response = await customer.Http.GetAsync(path);
        return await response.ShouldBeJsonAsync();
    }
}
