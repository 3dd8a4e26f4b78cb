using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Customers;

/// <summary>Requests that were let in while the account was being closed: they wait for it, and then find it closed.</summary>
public sealed class AccountClosureRaceTests(CustomerApi api) : IClassFixture<CustomerApi>
{
    private const string Deactivate = "update customers set status = 'deactivated' where id = {0}";

    [Fact]
    public async Task Api_key_is_not_created_while_the_account_is_closed_concurrently()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var made = await MeanwhileAsync(customer, Deactivate, () => customer.Http.PostAsync(
            "/api/v1/api-keys", new JsonObject { ["name"] = "k", ["scopes"] = new JsonArray("tenants:read") }));
        await made.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        await using var db = api.Database.NewDb();
        (await db.ApiKeys.CountAsync(k => k.CustomerId == new CustomerId(customer.Id))).ShouldBe(0);
    }

    [Fact]
    public async Task Tenant_is_not_opened_while_the_account_is_closed_concurrently()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var opened = await MeanwhileAsync(customer, Deactivate, () => customer.Http.PostAsync("/api/v1/tenants", new JsonObject { ["name"] = "Late" }));
        await opened.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        await using var db = api.Database.NewDb();
        (await db.Tenants.CountAsync(t => t.CustomerId == new CustomerId(customer.Id))).ShouldBe(0);
    }

    [Fact]
    public async Task Invitation_is_not_accepted_while_the_account_is_closed_concurrently()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();
        await owner.VerifyAsync(api);
        using var invited = await owner.Http.PostAsync(
            $"/api/v1/tenants/{tenant}/invitations", new JsonObject { ["email"] = customer.Email, ["role"] = "owner" });
        invited.StatusCode.ShouldBe(HttpStatusCode.Created);
        var token = api.Mails.TokenTo(customer.Email, MailTemplate.Invitation);

        using var joined = await MeanwhileAsync(
            customer, Deactivate, () => customer.Http.PostAsync("/api/v1/invitations/accept", new JsonObject { ["token"] = token }));
        await joined.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        await using var db = api.Database.NewDb();
        (await db.TenantMembers.CountAsync(m => m.CustomerId == new CustomerId(customer.Id))).ShouldBe(0);
    }

    [Theory]
    [InlineData("auth/password-reset")]
    [InlineData("auth/resend-verification")]
    public async Task Token_mail_is_not_sent_while_the_account_is_closed_concurrently(string path)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        api.Clock.Advance(TimeSpan.FromMinutes(2));
        using var asked = await MeanwhileAsync(customer, Deactivate, () => api.PostAsync(path, new() { ["email"] = customer.Email }));
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        api.Mails.TemplatesTo(customer.Email).ShouldBe([MailTemplate.WelcomeAndVerify]);
    }

    [Theory]
    [InlineData("auth/password-reset/complete", MailTemplate.PasswordReset)]
    [InlineData("auth/verify-email", MailTemplate.WelcomeAndVerify)]
    public async Task Token_that_is_used_and_voided_concurrently_is_invalid_without_deadlock(string path, MailTemplate template)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var asked = await api.PostAsync("auth/password-reset", new() { ["email"] = customer.Email });
        var body = new JsonObject { ["token"] = api.Mails.TokenTo(customer.Email, template) };
        if (template is MailTemplate.PasswordReset)
            body["new_password"] = "Better-Horse-8";

        // Whoever takes the token before the customer's row waits here for one who waits for them.
        using var used = await MeanwhileAsync(customer, "delete from one_time_tokens where customer_id = {0}", () => api.PostAsync(path, body));
        await used.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "token.invalid", ["token"]);
    }

    /// <summary>Sends while another command has the lock on the customer's row, which then changes something and ends.</summary>
    private async Task<HttpResponseMessage> MeanwhileAsync(TestCustomer customer, string change, Func<Task<HttpResponseMessage>> send)
    {
        await using var other = api.Database.NewDb();
        await using var watch = api.Database.NewDb();
        await using var transaction = await other.Database.BeginTransactionAsync();
        await other.Database.ExecuteSqlAsync($"select id from customers where id = {customer.Id} for no key update");
        var sent = send();
        await Eventually.BecomesTrueAsync(async () => await watch.Database.SqlQuery<int>(
            $"select count(*)::int as \"Value\" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'").SingleAsync() > 0);
        await other.Database.ExecuteSqlRawAsync(change, customer.Id);
        await transaction.CommitAsync();
        return await sent;
    }
}
