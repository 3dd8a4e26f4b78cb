using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Api.Tests.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Customers;

public sealed class PasswordTests(CustomerApi api) : IClassFixture<CustomerApi>
{
    private const string NewPassword = "Better-Horse-8";

    [Fact]
    public async Task A_reset_sets_the_password_ends_every_session_and_proves_the_address()
    {
        using var first = await TestCustomer.RegisterUnverifiedAsync(api);
        using var second = await first.LogInAgainAsync(api);
        var token = await AskAsync(first.Email);

        using var reset = await CompleteAsync(token, NewPassword);
        reset.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await CustomerApi.LetsInAsync(first)).ShouldBeFalse();
        (await CustomerApi.LetsInAsync(second)).ShouldBeFalse();
        using var old = await api.LogInAsync(first.Email, TestCustomer.Password);
        await old.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        using var now = await api.LogInAsync(first.Email, NewPassword);
        (await now.ShouldBeJsonAsync())["customer"]!["email_verified"]!.GetValue<bool>().ShouldBeTrue();
        api.Mails.TemplatesTo(first.Email)
            .ShouldBe([MailTemplate.WelcomeAndVerify, MailTemplate.PasswordReset, MailTemplate.PasswordChanged]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reset_that_first_proves_the_address_leaves_nothing_of_who_opened_the_account(bool verifiedBefore)
    {
        using var stranger = await ProtectedCustomer.MakeAsync(api, isVerified: false);
        var email = stranger.Customer.Email;
        if (verifiedBefore)
        {
            using var verified = await api.PostAsync("auth/verify-email", new() { ["token"] = api.Mails.TokenTo(email, MailTemplate.WelcomeAndVerify) });
            verified.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        using var made = await stranger.SendAsync(
            HttpMethod.Post, "/api/v1/api-keys", stranger.NextCode(), new() { ["name"] = "k", ["scopes"] = new JsonArray("tenants:read") });
        using var program = api.CreateClient();
        program.DefaultRequestHeaders.Authorization = new("Bearer", (await made.ShouldBeJsonAsync(HttpStatusCode.Created))["secret"]!.GetValue<string>());
        using var reset = await CompleteAsync(await AskAsync(email), NewPassword);
        reset.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        using var key = await program.GetAsync("/api/v1/tenants");
        key.StatusCode.ShouldBe(verifiedBefore ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        await using var db = api.Database.NewDb();
        var id = new CustomerId(stranger.Customer.Id);
        (await db.SecondFactors.CountAsync(f => f.CustomerId == id)).ShouldBe(verifiedBefore ? 1 : 0);
        // What the stranger used is forgotten; what the password was reset with is known.
        var opened = await db.Customers.Where(c => c.Id == id).Select(c => c.CreatedAt).SingleAsync();
        var devices = await db.KnownDevices.Where(d => d.CustomerId == id).Select(d => d.FirstSeenAt).ToListAsync();
        devices.Select(seen => seen == opened).ShouldBe([verifiedBefore]);
        using var login = await api.LogInAsync(email, NewPassword);
        login.StatusCode.ShouldBe(verifiedBefore ? HttpStatusCode.Unauthorized : HttpStatusCode.OK);
    }

    [Fact]
    public async Task Password_reset_voids_all_tokens_that_were_sent()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var token = await AskAsync(customer.Email);
        using var reset = await CompleteAsync(token, NewPassword);
        reset.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        using var again = await CompleteAsync(token, "Third-Horse-9");
        await again.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "token.invalid", ["token"]);
        using var verify = await api.PostAsync(
            "auth/verify-email", new() { ["token"] = api.Mails.TokenTo(customer.Email, MailTemplate.WelcomeAndVerify) });
        await verify.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "token.invalid", ["token"]);
    }

    [Fact]
    public async Task Password_reset_ends_a_login_lock()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await api.LogInAsync(customer.Email, "Wrong-Horse-7");
        }

        using var locked = await api.LogInAsync(customer.Email, TestCustomer.Password);
        locked.Headers.RetryAfter.ShouldNotBeNull();
        using var reset = await CompleteAsync(await AskAsync(customer.Email), NewPassword);
        reset.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var open = await api.LogInAsync(customer.Email, NewPassword);
        open.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Concurrent_password_resets_with_one_token_succeed_once()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var token = await AskAsync(customer.Email);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            using var response = await CompleteAsync(token, $"Better-Horse-{i}");
            return (Password: $"Better-Horse-{i}", response.StatusCode);
        }));
        var winner = answers.Where(a => a.StatusCode == HttpStatusCode.NoContent).ShouldHaveSingleItem();
        answers.Count(a => a.StatusCode == HttpStatusCode.UnprocessableEntity).ShouldBe(5);
        using var now = await api.LogInAsync(customer.Email, winner.Password);
        now.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Password_reset_token_expires_after_an_hour()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var token = await AskAsync(customer.Email);
        api.Mails.To(customer.Email)[^1].Values["valid_for"].ShouldBe("1 hour");
        api.Clock.Advance(TimeSpan.FromHours(1));
        using var late = await CompleteAsync(token, NewPassword);
        await late.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "token.invalid", ["token"]);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("alllowercase1!")]
    [InlineData("NoDigits!!")]
    public async Task A_weak_password_is_refused_and_the_token_stays_good(string weak)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var token = await AskAsync(customer.Email);
        using var refused = await CompleteAsync(token, weak);
        await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["new_password"]);
        using var changed = await ChangeAsync(customer, TestCustomer.Password, weak);
        await changed.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["new_password"]);
        using var reset = await CompleteAsync(token, NewPassword);
        reset.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task An_unknown_and_a_closed_account_are_answered_alike_and_get_no_mail()
    {
        using var closed = await TestCustomer.RegisterAsync(api);
        await using var db = api.Database.NewDb();
        await db.Database.ExecuteSqlAsync($"update customers set status = 'deactivated' where id = {closed.Id}");
        foreach (var email in new[] { closed.Email, "nobody@example.com" })
        {
            using var asked = await api.PostAsync("auth/password-reset", new() { ["email"] = email });
            asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            (await asked.Content.ReadAsStringAsync()).ShouldBeEmpty();
            api.Mails.TemplatesTo(email).ShouldNotContain(MailTemplate.PasswordReset);
        }
    }

    [Fact]
    public async Task A_change_ends_all_other_sessions_and_sends_a_notice()
    {
        using var first = await TestCustomer.RegisterAsync(api);
        using var second = await first.LogInAgainAsync(api);
        var pending = await AskAsync(first.Email);

        using var changed = await ChangeAsync(first, TestCustomer.Password, NewPassword);
        changed.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await CustomerApi.LetsInAsync(first)).ShouldBeTrue();
        (await CustomerApi.LetsInAsync(second)).ShouldBeFalse();
        api.Mails.TemplatesTo(first.Email)[^1].ShouldBe(MailTemplate.PasswordChanged);
        using var reset = await CompleteAsync(pending, "Third-Horse-9");
        await reset.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "token.invalid", ["token"]);
        using var now = await api.LogInAsync(first.Email, NewPassword);
        now.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Wrong_current_passwords_lock_the_change_and_not_the_login()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var other = await customer.LogInAgainAsync(api);
        for (var i = 0; i < 4; i++)
        {
            using var wrong = await ChangeAsync(customer, "Wrong-Horse-7", NewPassword);
            await wrong.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "password.incorrect", ["current_password"]);
            wrong.Headers.RetryAfter.ShouldBeNull();
        }

        using var fifth = await ChangeAsync(customer, "Wrong-Horse-7", NewPassword);
        fifth.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromMinutes(15));
        using var right = await ChangeAsync(customer, TestCustomer.Password, NewPassword);
        await right.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "password.incorrect", ["current_password"]);
        using var login = await api.LogInAsync(customer.Email, TestCustomer.Password);
        login.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CustomerApi.LetsInAsync(other)).ShouldBeTrue();

        api.Clock.Advance(TimeSpan.FromMinutes(15));
        using var later = await ChangeAsync(customer, TestCustomer.Password, NewPassword);
        later.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private async Task<string> AskAsync(string email)
    {
        using var asked = await api.PostAsync("auth/password-reset", new() { ["email"] = email });
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return api.Mails.TokenTo(email, MailTemplate.PasswordReset);
    }

    private Task<HttpResponseMessage> CompleteAsync(string token, string password) =>
        api.PostAsync("auth/password-reset/complete", new() { ["token"] = token, ["new_password"] = password });

    private static Task<HttpResponseMessage> ChangeAsync(TestCustomer customer, string current, string next) => customer.Http.PostAsync(
        "/api/v1/auth/password-change", new JsonObject { ["current_password"] = current, ["new_password"] = next });
}
