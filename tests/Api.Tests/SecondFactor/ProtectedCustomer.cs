using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Tests.Customers;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.SecondFactor;

/// <summary>Somebody with a second factor, and the program that makes their codes.</summary>
public sealed class ProtectedCustomer : IDisposable
{
    private readonly CustomerApi api;
    private readonly string seed;

    private ProtectedCustomer(CustomerApi api, TestCustomer customer, string secret, IReadOnlyList<string> recoveryCodes) =>
        (this.api, Customer, seed, RecoveryCodes) = (api, customer, secret, recoveryCodes);

    public TestCustomer Customer { get; }
    public IReadOnlyList<string> RecoveryCodes { get; }

    public static async Task<ProtectedCustomer> MakeAsync(CustomerApi api, bool isVerified = true)
    {
        var customer = isVerified ? await TestCustomer.RegisterAsync(api) : await TestCustomer.RegisterUnverifiedAsync(api);
        using var enrolled = await customer.Http.PostAsync("/api/v1/auth/second-factor", new JsonObject { ["password"] = TestCustomer.Password });
        var secret = (await enrolled.ShouldBeJsonAsync())["secret"]!.GetValue<string>();
        using var confirmed = await customer.Http.PostAsync(
            "/api/v1/auth/second-factor/confirm", new JsonObject { ["code"] = Totp.CodeAt(secret, api.Clock.Now) });
        var codes = (await confirmed.ShouldBeJsonAsync())["recovery_codes"]!.AsArray().Select(c => c!.GetValue<string>()).ToList();
        return new(api, customer, secret, codes);
    }

    /// <summary>What the program shows now.</summary>
    public string Code() => Totp.CodeAt(seed, api.Clock.Now);

    /// <summary>What it shows when one may be used again.</summary>
    public string NextCode()
    {
        api.Clock.Advance(TimeSpan.FromSeconds(Totp.StepSeconds));
        return Code();
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? code, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (code is not null)
            request.Headers.Add(Caller.SecondFactorHeader, code);
        return await Customer.Http.SendAsync(request);
    }

    public void Dispose() => Customer.Dispose();
}
