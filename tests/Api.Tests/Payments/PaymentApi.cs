using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Builders;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Payments;

namespace SaaSOdoo.Api.Tests.Payments;

/// <summary>The platform with its workers and the fake gateway, both over HTTP. There is no container engine.</summary>
public sealed class PaymentApi : PlatformApi
{
    private int invoices;

    public FakePaynow Paynow { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        Paynow = await FakePaynow.StartAsync(pace: 0);
        await base.InitializeAsync();
    }

    /// <summary>The gateway does not know where this API listens before it does: its messages are sent by <see cref="TellAsync"/>.</summary>
    protected override void Configure(IDictionary<string, string> settings)
    {
        settings["Roles"] = "api,worker";
        settings["Docker:Endpoint"] = "unix:///nowhere/docker.sock";
        // All tests pay from few numbers, in one hour.
        settings["Payments:Prompts:PerNumber"] = "1000";
        Paynow.Callbacks.Mode = PaynowCallbacks.Lose;
        foreach (var (key, value) in Paynow.Settings())
            settings[key] = value;
    }

    protected override async Task StopAsync()
    {
        await base.StopAsync();
        await Paynow.DisposeAsync();
    }

    /// <summary>An open invoice of the customer's tenant.</summary>
    public async Task<Guid> InvoiceAsync(TestCustomer customer, Guid tenant, decimal total = 22.80m)
    {
        var invoice = new OpenInvoice(new(customer.Id), new(tenant)) { Total = total, Number = 500_000 + Interlocked.Increment(ref invoices) }.Build(TimeProvider.System.GetUtcNow());
        await using var db = Database.NewDb();
        db.Add(invoice);
        await db.SaveChangesAsync();
        return invoice.Id.Value;
    }

    public static Task<HttpResponseMessage> PayAsync(TestCustomer customer, Guid invoice, string method = "ecocash", string? phone = "0775555555")
    {
        var body = new JsonObject { ["method"] = method };
        if (phone is not null)
            body["phone"] = phone;
        return customer.Http.PostAsJsonAsync($"/api/v1/invoices/{invoice}/payments", body);
    }

    /// <summary>Sends the gateway's message about a payment, as it stands.</summary>
    public Task<HttpResponseMessage> TellAsync(HttpClient http, PaynowTransaction transaction, string currency = "USD") =>
        SendAsync(http, Paynow.StatusOf(transaction), currency);

    public static Task<HttpResponseMessage> SendAsync(HttpClient http, string body, string currency = "USD") => http.PostAsync(
        new Uri($"/api/v1/webhooks/paynow/{currency}", UriKind.Relative), new ByteArrayContent(System.Text.Encoding.ASCII.GetBytes(body)) { Headers = { ContentType = new("application/x-www-form-urlencoded") } });
}
