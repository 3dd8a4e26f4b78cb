using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Invoices;

public sealed class InvoiceEndpointTests(InvoiceApi api) : IClassFixture<InvoiceApi>
{
    [Fact]
    public async Task Invoice_shows_net_tax_total_and_what_is_due()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        var id = await api.IssueAsync(customer, tenant);
        using var response = await customer.Http.GetAsync($"/api/v1/invoices/{id}");
        var invoice = await response.ShouldBeJsonAsync();

        response.Headers.ETag.ShouldNotBeNull();
        ((string)invoice["number"]!).ShouldMatch("^INV-USD-[0-9]{4}-[0-9]{6}$");
        ((string)invoice["kind"]!, (string)invoice["status"]!, (string)invoice["purpose"]!).ShouldBe(("invoice", "open", "renewal"));
        ((decimal)invoice["net"]!, (decimal)invoice["tax"]!, (decimal)invoice["total"]!, (decimal)invoice["amount_due"]!).ShouldBe((19.74m, 3.06m, 22.80m, 22.80m));
        ((string)invoice["seller"]!["vat_number"]!, (string)invoice["buyer"]!["email"]!).ShouldBe(("220654321", customer.Email));
        invoice["lines"]!.AsArray().ShouldHaveSingleItem()!.AsObject().Select(m => m.Key).ShouldBe(["description", "amount", "from", "to", "tax_rate"]);
    }

    [Fact]
    public async Task Who_has_one_name_reads_it_as_it_is()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var renamed = await customer.Http.PutAsJsonAsync("/api/v1/customers/me", new { first_name = "Tatenda", last_name = "" });
        renamed.EnsureSuccessStatusCode();

        using var profile = await customer.Http.GetAsync("/api/v1/billing/profile");
        ((string)(await profile.ShouldBeJsonAsync())["name"]!).ShouldBe("Tatenda");
        var id = await api.IssueAsync(customer, await customer.OpenTenantAsync());
        using var invoice = await customer.Http.GetAsync($"/api/v1/invoices/{id}");
        ((string)(await invoice.ShouldBeJsonAsync())["buyer"]!["name"]!).ShouldBe("Tatenda");
    }

    [Fact]
    public async Task Invoices_are_listed_by_tenant_and_status_newest_first()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var (first, second) = (await customer.OpenTenantAsync(), await customer.OpenTenantAsync());
        var ids = new List<Guid> { await api.IssueAsync(customer, first), await api.IssueAsync(customer, second), await api.IssueAsync(customer, first) };
        (await ListAsync(customer, "")).ShouldBe([ids[2], ids[1], ids[0]]);
        (await ListAsync(customer, $"?tenant_id={first}&limit=1")).ShouldBe([ids[2]]);
        (await ListAsync(customer, $"?tenant_id={second}&status=open")).ShouldBe([ids[1]]);
        (await ListAsync(customer, "?status=void")).ShouldBeEmpty();
        using var wrong = await customer.Http.GetAsync("/api/v1/invoices?status=Open");
        await wrong.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["status"]);
    }

    [Theory]
    [InlineData("", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html")]
    [InlineData("", "application/pdf", "application/pdf")]
    [InlineData("", "text/html;q=0.5, application/pdf", "application/pdf")]
    [InlineData("", "*/*", "text/html")]
    [InlineData("", "application/json", "text/html")]
    [InlineData("?format=pdf", "text/html", "application/pdf")]
    [InlineData("?format=html", "application/pdf", "text/html")]
    public async Task Document_is_a_page_or_a_pdf_as_asked(string query, string accept, string type)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var id = await api.IssueAsync(customer, await customer.OpenTenantAsync());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/invoices/{id}/document{query}");
        request.Headers.TryAddWithoutValidation("Accept", accept).ShouldBeTrue();
        using var response = await customer.Http.SendAsync(request);
        (response.StatusCode, response.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, type));
        response.Headers.Vary.ShouldContain("Accept");

        var bytes = await response.Content.ReadAsByteArrayAsync();
        if (type == "application/pdf")
        {
            Encoding.ASCII.GetString(bytes.AsSpan(0, 5)).ShouldBe("%PDF-");
            response.Content.Headers.ContentDisposition!.FileName!.ShouldMatch("INV-USD-.*\\.pdf");
            return;
        }

        var page = Encoding.UTF8.GetString(bytes);
        page.ShouldContain("SaaSOdoo (Private) Limited");
        page.ShouldContain("22.80");
        page.ShouldContain("VAT 15.5 %");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; style-src 'sha256-");
    }

    [Fact]
    public async Task Price_in_zwg_is_shown_with_its_rate_and_in_usd()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var id = await api.IssueAsync(customer, await customer.OpenTenantAsync(), 602.23m, "ZWG", 26.4137m);
        var page = await customer.Http.GetStringAsync($"/api/v1/invoices/{id}/document");
        page.ShouldContain("1 USD = 26.4137 ZWG");
        page.ShouldContain("<td>Total in USD</td><td>22.80</td>");
        page.ShouldContain("Amount in ZWG");
    }

    [Fact]
    public async Task Profile_stands_on_the_next_invoice_and_not_on_those_before()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        var before = await api.IssueAsync(customer, tenant);
        var change = new JsonObject { ["name"] = "Moyo & Sons", ["address"] = "14 Samora Machel Avenue\nHarare", ["tin"] = "2000123456", ["vat_number"] = "220123456" };
        using var put = await customer.Http.PutAsJsonAsync("/api/v1/billing/profile", change);
        var profile = await put.ShouldBeJsonAsync();
        change.Select(m => (m.Key, profile[m.Key]!.ToJsonString())).ShouldBe(change.Select(m => (m.Key, m.Value!.ToJsonString())));

        var buyer = (await ReadAsync(customer, $"/api/v1/invoices/{await api.IssueAsync(customer, tenant)}"))["buyer"]!;
        ((string)buyer["name"]!, (string)buyer["tin"]!, (string)buyer["vat_number"]!).ShouldBe(("Moyo & Sons", "2000123456", "220123456"));
        (await ReadAsync(customer, $"/api/v1/invoices/{before}"))["buyer"]!["tin"].ShouldBeNull();

        using var wrong = await customer.Http.PutAsJsonAsync("/api/v1/billing/profile", new JsonObject { ["name"] = "<b>", ["tin"] = new string('1', 31) });
        await wrong.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["name", "tin"]);
        using var reset = await customer.Http.PutAsJsonAsync("/api/v1/billing/profile", new JsonObject { ["name"] = null, ["tin"] = null });
        var after = await reset.ShouldBeJsonAsync();
        ((string)after["name"]!, after["tin"], (string)after["vat_number"]!).ShouldNotBe(("Moyo & Sons", null, "220123456"));
    }

    [Fact]
    public async Task Account_with_the_longest_name_changes_its_address_alone()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var renamed = await customer.Http.PutAsJsonAsync("/api/v1/customers/me", new { first_name = new string('A', 50), last_name = new string('B', 50) });
        renamed.EnsureSuccessStatusCode();
        using var changed = await customer.Http.PutAsJsonAsync("/api/v1/billing/profile", new { address = "Harare" });
        var profile = await changed.ShouldBeJsonAsync();
        ((string)profile["name"]!, (string)profile["address"]!).ShouldBe(($"{new string('A', 50)} {new string('B', 50)}", "Harare"));
    }

    [Theory]
    [InlineData("viewer", false)]
    [InlineData("manager", false)]
    [InlineData("owner", true)]
    public async Task Members_read_amounts_and_owners_alone_where_the_payer_lives(string role, bool isShown)
    {
        using var payer = await TestCustomer.RegisterAsync(api);
        using var member = await TestCustomer.RegisterAsync(api);
        var tenant = await payer.OpenTenantAsync();
        await payer.TakeInAsync(api, tenant, member, role);
        using var put = await payer.Http.PutAsJsonAsync("/api/v1/billing/profile", new { name = "Moyo", address = "14 Samora Machel Avenue", tin = "2000123456" });
        put.EnsureSuccessStatusCode();
        var id = await api.IssueAsync(payer, tenant);

        var read = await ReadAsync(member, $"/api/v1/invoices/{id}");
        var listed = (await ReadAsync(member, "/api/v1/invoices"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        foreach (var invoice in (JsonNode[])[read, listed])
        {
            ((decimal)invoice["total"]!, (string)invoice["buyer"]!["name"]!).ShouldBe((22.80m, "Moyo"));
            ((string?)invoice["buyer"]!["address"], (string?)invoice["buyer"]!["email"], (string?)invoice["buyer"]!["tin"])
                .ShouldBe(isShown ? ("14 Samora Machel Avenue", payer.Email, "2000123456") : (null, null, null));
        }

        var page = await member.Http.GetStringAsync($"/api/v1/invoices/{id}/document");
        (page.Contains("22.80", StringComparison.Ordinal), page.Contains("14 Samora Machel Avenue", StringComparison.Ordinal)).ShouldBe((true, isShown));
    }

    [Fact]
    public async Task Profile_that_was_changed_since_is_not_overwritten()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var read = await customer.Http.GetAsync("/api/v1/billing/profile");
        var tag = read.Headers.ETag!.Tag;
        using var first = await ChangeAsync(customer, tag, "One");
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var second = await ChangeAsync(customer, tag, "Two");
        await second.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    private static async Task<HttpResponseMessage> ChangeAsync(TestCustomer customer, string tag, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/billing/profile") { Content = JsonContent.Create(new JsonObject { ["name"] = name }) };
        request.Headers.TryAddWithoutValidation("If-Match", tag).ShouldBeTrue();
        return await customer.Http.SendAsync(request);
    }

    private static async Task<List<Guid>> ListAsync(TestCustomer customer, string query) =>
        [.. (await ReadAsync(customer, $"/api/v1/invoices{query}"))["items"]!.AsArray().Select(i => i!["id"]!.GetValue<Guid>())];

    private static async Task<JsonObject> ReadAsync(TestCustomer customer, string path)
    {
        using var response = await customer.Http.GetAsync(path);
        return await response.ShouldBeJsonAsync();
    }
}
