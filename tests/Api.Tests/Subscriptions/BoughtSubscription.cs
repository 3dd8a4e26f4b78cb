using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Subscriptions;

/// <summary>A customer with a tenant and its subscription, as it stands now.</summary>
internal sealed class BoughtSubscription(ChangesApi api, Guid tenant, Guid id, TestCustomer customer) : IDisposable
{
    private static int money;

    public Guid Tenant { get; } = tenant;
    public Guid Id { get; } = id;
    public TestCustomer Customer { get; private set; } = customer;

    /// <summary>Bought without a trial and not paid.</summary>
    public static Task<BoughtSubscription> PendingAsync(ChangesApi api, string plan = "basic", string period = "monthly") =>
        MakeAsync(api, plan, period, trial: false);

    public static Task<BoughtSubscription> TrialingAsync(ChangesApi api, string plan = "basic") => MakeAsync(api, plan, "monthly", trial: true);

    /// <summary>Paid: its first period begins now. It has 30 days.</summary>
    public static async Task<BoughtSubscription> ActiveAsync(ChangesApi api, string plan = "basic", string period = "monthly")
    {
        var bought = await PendingAsync(api, plan, period);
        await bought.PayAsync();
        ((string)(await bought.ReadAsync())["status"]!).ShouldBe("active");
        return bought;
    }

    public async Task<JsonObject> ReadAsync()
    {
        using var response = await Customer.Http.GetAsync($"/api/v1/subscriptions/{Id}");
        return await response.ShouldBeJsonAsync();
    }

    public Task<HttpResponseMessage> PostAsync(string action, JsonObject? body = null) =>
        Customer.Http.PostAsJsonAsync($"/api/v1/subscriptions/{Id}/{action}", body);

    public async Task<JsonObject> DoAsync(string action, JsonObject? body = null)
    {
        using var response = await PostAsync(action, body);
        return await response.ShouldBeJsonAsync();
    }

    public async Task<JsonObject> RefusedAsync(
        string action, JsonObject? body, HttpStatusCode status, string code, string[]? errors = null, string[]? details = null)
    {
        using var response = await PostAsync(action, body);
        return await response.ShouldBeProblemAsync(status, code, errors, details);
    }

    public Task<JsonObject> ChangeAsync(string plan, string? period = null, string? quote = null) => DoAsync("change", Wanted(plan, period, quote));

    public Task<JsonObject> PreviewAsync(string plan, string? period = null) => DoAsync("preview-change", Wanted(plan, period));

    public static JsonObject Wanted(string plan, string? period = null, string? quote = null)
    {
        var body = new JsonObject { ["plan"] = plan };
        if (period is not null)
            body["billing_period"] = period;
        if (quote is not null)
            body["quote"] = quote;
        return body;
    }

    /// <summary>Time goes on, and what falls due by then is taken at once. Sessions end in a week: the customer logs in again.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        api.Clock.Advance(time);
        var before = Customer;
        Customer = await before.LogInAgainAsync(api);
        before.Dispose();
        await api.AdvanceAsync(Id);
    }

    /// <summary>Pays all that is due, or some money.</summary>
    public async Task PayAsync(decimal? amount = null, Currency? currency = null)
    {
        var due = amount ?? (await InvoicesAsync()).Sum(i => i.Status is InvoiceStatus.Open ? i.AmountDue : 0);
        due.ShouldBeGreaterThan(0);
        await api.GiveAsync(
            Id, new MoneyIn($"test:{Id}:{Interlocked.Increment(ref money)}", new(Customer.Id), currency ?? Currency.Usd, LedgerAccount.Goodwill, due, Invoice: null, Payment: null));
    }

    /// <summary>Its invoices without credit notes, oldest first.</summary>
    public async Task<List<Invoice>> InvoicesAsync()
    {
        await using var db = api.Database.NewDb();
        var subscription = new SubscriptionId(Id);
        return await db.Invoices.AsNoTracking().Where(i => i.SubscriptionId == subscription && i.Kind == InvoiceKind.Invoice).OrderBy(i => i.Number).ToListAsync();
    }

    public async Task<decimal> CreditAsync()
    {
        await using var db = api.Database.NewDb();
        var payer = new CustomerId(Customer.Id);
        return await db.BillingAccounts.AsNoTracking().Where(a => a.CustomerId == payer).SumAsync(a => a.Credit);
    }

    public void Dispose() => Customer.Dispose();

    private static async Task<BoughtSubscription> MakeAsync(ChangesApi api, string plan, string period, bool trial)
    {
        api.BeginMonth();
        var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        using var response = await customer.SubscribeAsync(tenant, plan, period, trial);
        var id = (await response.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>();
        var bought = new BoughtSubscription(api, tenant, id, customer);
        await api.AdvanceAsync(id);
        return bought;
    }
}
