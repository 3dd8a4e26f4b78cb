using System.Net;
using System.Text.Json.Nodes;
using SaaSOdoo.Api.Tests.Customers;
using SaaSOdoo.Api.Tests.SecondFactor;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Sessions;

/// <summary>Who has the mailbox, the password or a session guesses at the codes no more often than anybody.</summary>
public sealed class BruteForceProtectionTests(CustomerApi api) : IClassFixture<CustomerApi>
{
    private const string Factor = "/api/v1/auth/second-factor";
    private const string Wrong = "abcdef";

    [Fact]
    public async Task Password_reset_does_not_reset_the_second_factor_lock_count()
    {
        using var victim = await ProtectedCustomer.MakeAsync(api);
        using var verified = await api.PostAsync(
            "auth/verify-email", new() { ["token"] = api.Mails.TokenTo(victim.Customer.Email, MailTemplate.WelcomeAndVerify) });
        verified.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        for (var i = 0; i < 4; i++)
        {
            var password = await ResetAsync(victim.Customer.Email, i);
            using var wrong = await api.LogInAsync(victim.Customer.Email, password, Wrong);
            await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "second_factor_invalid");
            wrong.Headers.RetryAfter.ShouldBeNull();
        }

        using var fifth = await api.LogInAsync(victim.Customer.Email, await ResetAsync(victim.Customer.Email, 4), Wrong);
        fifth.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromMinutes(15));
        var last = await ResetAsync(victim.Customer.Email, 5);
        using var locked = await api.LogInAsync(victim.Customer.Email, last, victim.NextCode());
        await locked.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "second_factor_invalid");
        locked.Headers.RetryAfter.ShouldNotBeNull();

        api.Clock.Advance(TimeSpan.FromMinutes(15));
        using var later = await api.LogInAsync(victim.Customer.Email, last, victim.Code());
        later.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Right_password_does_not_reset_the_second_factor_lock_count()
    {
        using var victim = await ProtectedCustomer.MakeAsync(api);
        for (var i = 0; i < 4; i++)
        {
            using var wrong = await victim.SendAsync(HttpMethod.Delete, Factor, Wrong);
            await wrong.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_invalid");
            using var right = await victim.Customer.Http.PostAsync(Factor, new JsonObject { ["password"] = TestCustomer.Password });
            await right.ShouldBeProblemAsync(HttpStatusCode.Conflict, "second_factor.already_on");
        }

        using var fifth = await victim.SendAsync(HttpMethod.Delete, Factor, Wrong);
        fifth.Headers.RetryAfter.ShouldNotBeNull();
        using var locked = await victim.SendAsync(HttpMethod.Delete, Factor, victim.NextCode());
        await locked.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_invalid");
    }

    [Fact]
    public async Task Right_second_factor_code_resets_the_lock_count()
    {
        using var owner = await ProtectedCustomer.MakeAsync(api);
        for (var i = 0; i < 9; i++)
        {
            using var code = await owner.SendAsync(HttpMethod.Post, $"{Factor}/recovery-codes", i == 4 ? owner.NextCode() : Wrong);
            code.Headers.RetryAfter.ShouldBeNull();
            code.StatusCode.ShouldBe(i == 4 ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task Login_lock_does_not_affect_the_existing_session()
    {
        using var owner = await ProtectedCustomer.MakeAsync(api);
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await api.LogInAsync(owner.Customer.Email, "Wrong-Horse-7");
            wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var login = await api.LogInAsync(owner.Customer.Email, TestCustomer.Password, owner.NextCode());
        login.Headers.RetryAfter.ShouldNotBeNull();
        using var change = await owner.Customer.Http.PostAsync(
            "/api/v1/auth/password-change", new JsonObject { ["current_password"] = TestCustomer.Password, ["new_password"] = "Better-Horse-8" });
        change.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var disabled = await owner.SendAsync(HttpMethod.Delete, Factor, owner.Code());
        disabled.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Every_endpoint_that_takes_a_secret_documents_a_rate_limit()
    {
        using var client = api.CreateClient();
        using var response = await client.GetAsync("/swagger/v1/swagger.json");
        var operations = (await response.ShouldBeJsonAsync())["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()).Select(o => o.Value!);
        var asking = operations.Where(o =>
            o["parameters"]?.AsArray().Any(p => p!["name"]!.GetValue<string>() == "X-Second-Factor") == true
            || o["requestBody"]?["content"]?["application/json"]?["example"]?.AsObject()
                .Any(f => f.Key is "password" or "current_password" or "new_password" or "code" or "token") == true).ToList();

        asking.Count.ShouldBeGreaterThan(15);
        asking.Where(o => o["responses"]!["429"] is null).Select(o => o["operationId"]!.GetValue<string>()).ShouldBeEmpty();
    }

    private async Task<string> ResetAsync(string email, int number)
    {
        using var asked = await api.PostAsync("auth/password-reset", new() { ["email"] = email });
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var password = $"Better-Horse-{number}";
        using var done = await api.PostAsync("auth/password-reset/complete", new()
        {
            ["token"] = api.Mails.TokenTo(email, MailTemplate.PasswordReset),
            ["new_password"] = password,
        });
        done.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        return password;
    }
}
