using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Operators;

public sealed class ConfiguredOperatorTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Configured_address_becomes_operator_after_a_password_reset_by_mail()
    {
        var email = TestCustomer.NewEmail();
        await using var configured = api.With(host => host.UseSetting("Operators:Emails:0", email.ToUpperInvariant()));
        // Anybody may register the address; its owner may even follow the link that verifies it.
        using var squatter = await TestCustomer.RegisterAsync(configured, email);
        await PostAsync(squatter, "verify-email", new() { ["token"] = await configured.TokenMailedAsync(email, MailTemplate.WelcomeAndVerify) });
        using (var refused = await squatter.Http.GetAsync("/api/v1/admin/customers"))
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        await ResetAsync(configured, squatter, "Mailbox-Owner-7");
        using (var gone = await squatter.Http.GetAsync("/api/v1/admin/customers"))
            gone.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var owner = await squatter.LogInAgainAsync(configured, "Mailbox-Owner-7");
        using var operating = await owner.Http.GetAsync("/api/v1/admin/customers");
        operating.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Address_that_is_not_configured_stays_a_customer()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await ResetAsync(api, customer, "Mailbox-Owner-7");
        using var again = await customer.LogInAgainAsync(api, "Mailbox-Owner-7");
        using var refused = await again.Http.GetAsync("/api/v1/admin/customers");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task ResetAsync(PlatformApi host, TestCustomer customer, string password)
    {
        await PostAsync(customer, "password-reset", new() { ["email"] = customer.Email });
        var token = await host.TokenMailedAsync(customer.Email, MailTemplate.PasswordReset);
        await PostAsync(customer, "password-reset/complete", new() { ["token"] = token, ["new_password"] = password });
    }

    private static async Task PostAsync(TestCustomer by, string path, JsonObject body)
    {
        using var answer = await by.Http.PostAsJsonAsync($"/api/v1/auth/{path}", body);
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }
}
