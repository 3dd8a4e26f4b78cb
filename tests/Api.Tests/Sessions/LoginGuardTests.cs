using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Api.Tests.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Sessions;

public sealed class LoginGuardTests(CustomerApi api) : IClassFixture<CustomerApi>
{
    [Fact]
    public async Task Login_lock_is_the_same_for_unknown_closed_and_active_accounts()
    {
        using var known = await TestCustomer.RegisterAsync(api);
        using var closed = await TestCustomer.RegisterAsync(api);
        await using var db = api.Database.NewDb();
        await db.Database.ExecuteSqlAsync($"update customers set status = 'deactivated' where id = {closed.Id}");

        var expected = await AnswersAsync(known.Email);
        expected.ShouldBe(["401 ", "401 ", "401 ", "401 ", "401 900", "401 900", "401 900"]);
        (await AnswersAsync(closed.Email)).ShouldBe(expected);
        (await AnswersAsync("nobody@example.com")).ShouldBe(expected);
        (await AnswersAsync("no address")).ShouldBe(expected);

        api.Clock.Advance(TimeSpan.FromMinutes(15));
        (await AnswersAsync("NOBODY@example.com ")).ShouldBe(expected);
        var stored = await db.Database.SqlQuery<string>($"select string_agg(u::text, '') as \"Value\" from unknown_logins u").SingleAsync();
        stored.ShouldNotContain("nobody", Case.Insensitive);
    }

    [Fact]
    public async Task Concurrent_login_failures_at_an_unknown_address_lock_it()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            using var response = await api.LogInAsync("parallel@example.com", $"Wrong-Horse-{i}");
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
            return response.Headers.RetryAfter is null;
        }));
        answers.Count(free => free).ShouldBe(4);
    }

    [Fact]
    public async Task A_login_from_a_device_never_seen_is_told_by_mail_but_not_the_first()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        api.Mails.TemplatesTo(customer.Email).ShouldBe([MailTemplate.WelcomeAndVerify]);

        (await LogInFromAsync(customer, "Firefox\r\n\tx <b>")).ShouldBe(HttpStatusCode.OK);
        var mail = api.Mails.To(customer.Email)[^1];
        mail.Template.ShouldBe(MailTemplate.NewDevice);
        mail.Values["ip_address"].ShouldBe("127.0.0.1");
        mail.Values["device"].ShouldContain("Firefox");

        (await LogInFromAsync(customer, "Firefox\r\n\tx <b>")).ShouldBe(HttpStatusCode.OK);
        (await LogInFromAsync(customer, "Wrong", password: "Wrong-Horse-7")).ShouldBe(HttpStatusCode.Unauthorized);
        api.Mails.To(customer.Email).Count.ShouldBe(2);
        (await LogInFromAsync(customer, "Chromium")).ShouldBe(HttpStatusCode.OK);
        api.Mails.To(customer.Email).Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_device_of_the_registration_is_known_so_a_first_login_from_another_is_told()
    {
        var email = TestCustomer.NewEmail();
        using var registered = await api.PostAsync("auth/register", TestCustomer.Registration(email));
        registered.StatusCode.ShouldBe(HttpStatusCode.Created);

        (await LogInFromAsync(email, "Firefox")).ShouldBe(HttpStatusCode.OK);
        api.Mails.TemplatesTo(email).ShouldBe([MailTemplate.WelcomeAndVerify, MailTemplate.NewDevice]);
    }

    private Task<HttpStatusCode> LogInFromAsync(TestCustomer customer, string agent, string password = TestCustomer.Password) =>
        LogInFromAsync(customer.Email, agent, password);

    private async Task<HttpStatusCode> LogInFromAsync(string email, string agent, string password = TestCustomer.Password)
    {
        using var http = api.CreateClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", agent.ReplaceLineEndings(" "));
        using var response = await http.PostAsync("/api/v1/auth/login", new JsonObject { ["email"] = email, ["password"] = password });
        return response.StatusCode;
    }

    private async Task<List<string>> AnswersAsync(string email)
    {
        var answers = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            using var response = await api.LogInAsync(email, "Wrong-Horse-7");
            var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
            problem["detail"]!.GetValue<string>().ShouldBe("E-mail or password is wrong.");
            answers.Add($"{(int)response.StatusCode} {response.Headers.RetryAfter?.Delta?.TotalSeconds}");
        }

        return answers;
    }
}
