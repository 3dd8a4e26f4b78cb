using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.SecondFactor;
using Shouldly;

namespace SaaSOdoo.TestKit.Http;

/// <summary>Somebody with an account and a session, made through the API as anybody would.</summary>
public sealed class TestCustomer : IDisposable
{
    public const string Password = "Correct-Horse-7";
    private const int CodesOfOperator = 300;
    private static int number;
    private Queue<string> codes = [];

    private TestCustomer(HttpClient http, string email, Guid id, string token) => (Http, Email, Id, Token) = (http, email, id, token);

    /// <summary>Sends the session's token.</summary>
    public HttpClient Http { get; private set; }
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

    /// <summary>With a proven address, as whatever costs needs it.</summary>
    public static async Task<TestCustomer> RegisterAsync(PlatformApi api, string email)
    {
        var customer = await RegisterUnverifiedAsync(api, email);
        await customer.VerifyAsync(api);
        return customer;
    }

    public static Task<TestCustomer> RegisterUnverifiedAsync(PlatformApi api) => RegisterUnverifiedAsync(api, NewEmail());

    /// <summary>Nobody has followed the link in the first mail.</summary>
    public static async Task<TestCustomer> RegisterUnverifiedAsync(PlatformApi api, string email)
    {
        var http = api.CreateClient();
        using var registered = await http.PostAsJsonAsync("/api/v1/auth/register", Registration(email));
        await registered.ShouldBeJsonAsync(HttpStatusCode.Created);
        return await LogInAsync(http, email);
    }

    /// <summary>Another session of the same customer.</summary>
    public async Task<TestCustomer> LogInAgainAsync(PlatformApi api, string password = Password)
    {
        var isProtected = codes.TryDequeue(out var code);
        var again = await LogInAsync(api.CreateClient(), Email, password, code);
        if (!isProtected)
            return again;

        again.Http.Dispose();
        again.codes = codes;
        again.Http = again.SendingCodes(api);
        return again;
    }

    /// <summary>
    /// Makes them an operator, which no endpoint does, with the second factor that operators need: from now on whatever they send brings one of
    /// its recovery codes. Who has a factor keeps it, and brings codes themselves.
    /// </summary>
    public async Task MakeAdminAsync(PlatformApi api)
    {
        await using var db = api.Database.NewDb();
        var customer = await db.Customers.SingleAsync(c => c.Id == new CustomerId(Id));
        customer.GrantAdmin(DateTimeOffset.UnixEpoch);
        var had = await db.SecondFactors.AnyAsync(f => f.CustomerId == customer.Id);
        if (!had)
            db.SecondFactors.Add(NewFactor(customer.Id, api.Services.GetRequiredService<ISecretProtector>()));
        await db.SaveChangesAsync();
        if (had)
            return;

        Http.Dispose();
        Http = SendingCodes(api);
    }

    /// <summary>An operator's client whose requests are another's.</summary>
    public HttpClient ActingFor(TestCustomer other, PlatformApi api)
    {
        var http = SendingCodes(api);
        http.DefaultRequestHeaders.Add("X-Acting-For", other.Id.ToString());
        return http;
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

    private HttpClient SendingCodes(PlatformApi api)
    {
        var http = new HttpClient(new SecondFactorCodeHandler(codes)) { BaseAddress = api.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        return http;
    }

    private Authenticator NewFactor(CustomerId id, ISecretProtector protector)
    {
        codes = new(Enumerable.Range(0, CodesOfOperator).Select(n => $"CODE{n:D12}"));
        var factor = Authenticator.Enrol(id, protector.Protect(new string('A', Authenticator.SecretLength)), DateTimeOffset.UnixEpoch);
        factor.Confirm(step: 0, [.. codes.Select(SessionTokens.Hash)], DateTimeOffset.UnixEpoch).IsFailure.ShouldBeFalse();
        return factor;
    }

    private static async Task<TestCustomer> LogInAsync(HttpClient http, string email, string password = Password, string? code = null)
    {
        var body = new JsonObject { ["email"] = email, ["password"] = password };
        if (code is not null)
            body["code"] = code;
        using var loggedIn = await http.PostAsJsonAsync("/api/v1/auth/login", body);
        var login = await loggedIn.ShouldBeJsonAsync();
        var token = login["access_token"]!.GetValue<string>();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return new(http, email, login["customer"]!["id"]!.GetValue<Guid>(), token);
    }
}
