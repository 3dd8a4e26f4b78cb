using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using Shouldly;

namespace SaaSOdoo.TestKit.Http;

/// <summary>Somebody with an account and a session, made through the API as anybody would.</summary>
public sealed class TestCustomer : IDisposable
{
    public const string Password = "Correct-Horse-7";
    private static int number;

    private TestCustomer(HttpClient http, string email, Guid id, string token) => (Http, Email, Id, Token) = (http, email, id, token);

    /// <summary>Sends the session's token.</summary>
    public HttpClient Http { get; }
    public string Email { get; }
    public Guid Id { get; }
    public string Token { get; }

    public static string NewEmail() => $"customer{Interlocked.Increment(ref number)}@example.com";

    /// <summary>The smallest body that registers somebody.</summary>
    public static JsonObject Registration(string email) => new()
    {
        ["email"] = email,
        ["password"] = Password,
        ["first_name"] = "Tendai",
        ["last_name"] = "Moyo",
        ["accept_terms"] = true,
    };

    public static Task<TestCustomer> RegisterAsync(PlatformApi api) => RegisterAsync(api, NewEmail());

    public static async Task<TestCustomer> RegisterAsync(PlatformApi api, string email)
    {
        var http = api.CreateClient();
        using var registered = await http.PostAsJsonAsync("/api/v1/auth/register", Registration(email));
        await registered.ShouldBeJsonAsync(HttpStatusCode.Created);
        return await LogInAsync(http, email);
    }

    /// <summary>Another session of the same customer.</summary>
    public Task<TestCustomer> LogInAgainAsync(PlatformApi api, string password = Password) => LogInAsync(api.CreateClient(), Email, password);

    /// <summary>Makes them an operator, which no endpoint does.</summary>
    public async Task MakeAdminAsync(PlatformApi api)
    {
        await using var db = api.Database.NewDb();
        var customer = await db.Customers.SingleAsync(c => c.Id == new CustomerId(Id));
        customer.GrantAdmin(DateTimeOffset.UnixEpoch);
        await db.SaveChangesAsync();
    }

    /// <returns>The tenant's id.</returns>
    public async Task<Guid> OpenTenantAsync(string name = "Acme")
    {
        using var opened = await Http.PostAsJsonAsync("/api/v1/tenants", new JsonObject { ["name"] = name });
        return (await opened.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>();
    }

    /// <summary>A tenant on trial; a customer has one for life.</summary>
    public async Task<Guid> OpenTenantOnTrialAsync(string plan = "basic")
    {
        var tenant = await OpenTenantAsync();
        using var subscribed = await SubscribeAsync(tenant, plan);
        (await subscribed.ShouldBeJsonAsync(HttpStatusCode.Created))["status"]!.GetValue<string>().ShouldBe("trialing");
        return tenant;
    }

    /// <summary>An instance; without a worker it stays <c>creating</c>.</summary>
    /// <returns>The instance's id.</returns>
    public async Task<Guid> OrderInstanceAsync(Guid tenant, string name)
    {
        using var ordered = await TryOrderInstanceAsync(tenant, name);
        return (await ordered.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>();
    }

    public Task<HttpResponseMessage> TryOrderInstanceAsync(Guid tenant, string name) => Http.PostAsJsonAsync("/api/v1/instances", new JsonObject
    {
        ["tenant_id"] = tenant,
        ["name"] = name,
        ["odoo_version"] = "19.0",
        ["admin_email"] = Email,
        ["database_name"] = name,
        ["subdomain"] = $"{name}-{Interlocked.Increment(ref number)}",
        ["cpu_limit"] = 1.0,
        ["memory_limit"] = "2G",
        ["storage_limit"] = "10G",
    });

    public Task<HttpResponseMessage> SubscribeAsync(Guid tenant, string plan = "basic", string period = "monthly", bool? trial = null)
    {
        var body = new JsonObject { ["tenant_id"] = tenant, ["plan"] = plan, ["billing_period"] = period };
        if (trial is not null)
            body["trial"] = trial;
        return Http.PostAsJsonAsync("/api/v1/subscriptions", body);
    }

    /// <summary>As if the link in the first mail had been followed.</summary>
    public async Task VerifyAsync(PlatformApi api)
    {
        await using var db = api.Database.NewDb();
        var customer = await db.Customers.SingleAsync(c => c.Id == new CustomerId(Id));
        customer.VerifyEmail(DateTimeOffset.UnixEpoch);
        await db.SaveChangesAsync();
    }

    /// <summary>Invites the other and lets them accept.</summary>
    /// <param name="role"><c>owner</c>, <c>manager</c> or <c>viewer</c>.</param>
    public async Task TakeInAsync(PlatformApi api, Guid tenant, TestCustomer other, string role)
    {
        await VerifyAsync(api);
        using var invited = await Http.PostAsJsonAsync(
            $"/api/v1/tenants/{tenant}/invitations", new JsonObject { ["email"] = other.Email, ["role"] = role });
        await invited.ShouldBeJsonAsync(HttpStatusCode.Created);
        using var accepted = await other.Http.PostAsJsonAsync(
            "/api/v1/invitations/accept", new JsonObject { ["token"] = await api.TokenMailedAsync(other.Email, MailTemplate.Invitation) });
        await accepted.ShouldBeJsonAsync();
    }

    public void Dispose() => Http.Dispose();

    private static async Task<TestCustomer> LogInAsync(HttpClient http, string email, string password = Password)
    {
        using var loggedIn = await http.PostAsJsonAsync("/api/v1/auth/login", new JsonObject { ["email"] = email, ["password"] = password });
        var login = await loggedIn.ShouldBeJsonAsync();
        var token = login["access_token"]!.GetValue<string>();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return new(http, email, login["customer"]!["id"]!.GetValue<Guid>(), token);
    }
}
