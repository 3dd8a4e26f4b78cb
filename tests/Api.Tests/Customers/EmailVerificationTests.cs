using System.Net;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Customers;

public sealed class EmailVerificationTests(CustomerApi api) : IClassFixture<CustomerApi>
{
    [Fact]
    public async Task Registration_mails_one_token_that_verifies_once()
    {
        using var customer = await TestCustomer.RegisterUnverifiedAsync(api);
        var welcome = api.Mails.To(customer.Email).ShouldHaveSingleItem();
        (welcome.Template, welcome.Name, welcome.Customer).ShouldBe((MailTemplate.WelcomeAndVerify, "Tendai Moyo", new CustomerId(customer.Id)));
        welcome.Values["valid_for"].ShouldBe("48 hours");
        (await IsVerifiedAsync(customer)).ShouldBeFalse();

        var token = api.Mails.TokenTo(customer.Email, MailTemplate.WelcomeAndVerify);
        using var verified = await VerifyAsync(token);
        verified.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await IsVerifiedAsync(customer)).ShouldBeTrue();

        using var again = await VerifyAsync(token);
        await again.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "token.invalid", ["token"]);
        await using var db = api.Database.NewDb();
        (await db.Database.SqlQuery<int>(
            $"select count(*)::int as \"Value\" from events where name = 'customer.email_verified' and subject = {customer.Id}").SingleAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Only_the_hash_of_the_token_is_stored()
    {
        using var customer = await TestCustomer.RegisterUnverifiedAsync(api);
        var token = api.Mails.TokenTo(customer.Email, MailTemplate.WelcomeAndVerify);
        token.Length.ShouldBe(43);
        await using var db = api.Database.NewDb();
        var anywhere = await db.Database.SqlQuery<string>($"""
            select (select string_agg(t::text, '') from one_time_tokens t) || (select string_agg(e::text, '') from events e)
                || (select string_agg(m::text, '') from mails m) as "Value"
            """).SingleAsync();
        anywhere.ShouldNotContain(token);
    }

    [Fact]
    public async Task Concurrent_uses_of_a_verification_token_succeed_once()
    {
        for (var round = 0; round < 5; round++)
        {
            using var customer = await TestCustomer.RegisterUnverifiedAsync(api);
            var token = api.Mails.TokenTo(customer.Email, MailTemplate.WelcomeAndVerify);
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
            {
                using var response = await VerifyAsync(token);
                return response.StatusCode;
            }));
            answers.Count(s => s == HttpStatusCode.NoContent).ShouldBe(1);
            answers.Count(s => s == HttpStatusCode.UnprocessableEntity).ShouldBe(7);
        }
    }

    [Fact]
    public async Task Verification_token_expires_after_48_hours()
    {
        using var customer = await TestCustomer.RegisterUnverifiedAsync(api);
        api.Clock.Advance(TimeSpan.FromHours(48));
        using var late = await VerifyAsync(api.Mails.TokenTo(customer.Email, MailTemplate.WelcomeAndVerify));
        await late.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "token.invalid", ["token"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("garbage")]
    [InlineData("' or 1=1 --")]
    [InlineData("Zt8vN2xQ5mR1kW7pL4cJ9sB0hD3fG6yU8aE2iO5nT1w")]
    public async Task Malformed_verification_tokens_get_the_same_answer(string token)
    {
        using var response = await VerifyAsync(token);
        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "token.invalid", ["token"]);
        problem["detail"]!.GetValue<string>().ShouldBe("The link is not valid or not valid any more. Ask for a new one.");
    }

    [Fact]
    public async Task Token_of_another_kind_is_refused_and_not_consumed()
    {
        using var customer = await TestCustomer.RegisterUnverifiedAsync(api);
        using var asked = await api.PostAsync("auth/password-reset", new() { ["email"] = customer.Email });
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var reset = api.Mails.TokenTo(customer.Email, MailTemplate.PasswordReset);

        using var foreign = await VerifyAsync(reset);
        await foreign.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "token.invalid", ["token"]);
        (await IsVerifiedAsync(customer)).ShouldBeFalse();
        using var used = await api.PostAsync("auth/password-reset/complete", new() { ["token"] = reset, ["new_password"] = "Better-Horse-8" });
        used.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Newer_verification_mail_voids_the_older_token()
    {
        using var customer = await TestCustomer.RegisterUnverifiedAsync(api);
        var old = api.Mails.TokenTo(customer.Email, MailTemplate.WelcomeAndVerify);
        api.Clock.Advance(TimeSpan.FromMinutes(1));
        (await ResendAsync(customer.Email)).ShouldBe(HttpStatusCode.Accepted);

        using var voided = await VerifyAsync(old);
        await voided.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "token.invalid", ["token"]);
        using var fresh = await VerifyAsync(api.Mails.TokenTo(customer.Email, MailTemplate.EmailVerification));
        fresh.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Resend_verification_is_throttled_and_does_not_reveal_accounts()
    {
        using var customer = await TestCustomer.RegisterUnverifiedAsync(api);
        using var verified = await TestCustomer.RegisterUnverifiedAsync(api);
        using var done = await VerifyAsync(api.Mails.TokenTo(verified.Email, MailTemplate.WelcomeAndVerify));
        api.Clock.Advance(TimeSpan.FromMinutes(1));

        var answers = await Task.WhenAll(Enumerable.Repeat(customer.Email, 10).Select(ResendAsync));
        answers.ShouldAllBe(a => a == HttpStatusCode.Accepted);
        (await ResendAsync(verified.Email)).ShouldBe(HttpStatusCode.Accepted);
        (await ResendAsync("nobody@example.com")).ShouldBe(HttpStatusCode.Accepted);

        api.Mails.TemplatesTo(customer.Email).ShouldBe([MailTemplate.WelcomeAndVerify, MailTemplate.EmailVerification]);
        api.Mails.TemplatesTo(verified.Email).ShouldBe([MailTemplate.WelcomeAndVerify]);
        api.Mails.To("nobody@example.com").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("auth/resend-verification")]
    [InlineData("auth/password-reset")]
    public async Task Malformed_email_address_is_refused_by_field(string path)
    {
        using var response = await api.PostAsync(path, new() { ["email"] = "a@b.co\r\nBcc: all@b.co" });
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["email"]);
    }

    private Task<HttpResponseMessage> VerifyAsync(string token) => api.PostAsync("auth/verify-email", new() { ["token"] = token });

    private async Task<HttpStatusCode> ResendAsync(string email)
    {
        using var response = await api.PostAsync("auth/resend-verification", new() { ["email"] = email });
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
        return response.StatusCode;
    }

    private static async Task<bool> IsVerifiedAsync(TestCustomer customer)
    {
        using var me = await customer.Http.GetAsync("/api/v1/auth/me");
        return (await me.ShouldBeJsonAsync())["email_verified"]!.GetValue<bool>();
    }
}
