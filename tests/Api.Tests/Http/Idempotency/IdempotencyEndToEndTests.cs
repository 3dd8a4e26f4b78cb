using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http.Idempotency;

/// <summary>
/// The POSTs that <see cref="IdempotencyCoverageTests"/> asks about things that do not exist, asked for what succeeds: every handler saves inside the
/// transaction that holds the key as it does without one.
/// </summary>
public sealed class IdempotencyEndToEndTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Inviting_accepting_and_leaving_are_idempotent()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        await owner.VerifyAsync(api);
        using var guest = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();

        await api.TwiceAsync(owner.Http, $"tenants/{tenant}/invitations", new JsonObject { ["email"] = guest.Email, ["role"] = "viewer" }, HttpStatusCode.Created);
        (await api.MailsAsync(guest.Email, MailTemplate.Invitation)).Count.ShouldBe(1);
        var token = await api.TokenMailedAsync(guest.Email, MailTemplate.Invitation);
        await api.TwiceAsync(guest.Http, "invitations/accept", new JsonObject { ["token"] = token }, HttpStatusCode.OK);
        await api.TwiceAsync(guest.Http, $"tenants/{tenant}/leave", body: null, HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Secrets_are_replayed_and_stored_encrypted()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();

        var key = await api.TwiceAsync(
            customer.Http, "api-keys", new JsonObject { ["name"] = "Program", ["scopes"] = new JsonArray(Scopes.TenantsRead) }, HttpStatusCode.Created);
        var endpoint = await api.TwiceAsync(
            customer.Http, "webhook-endpoints",
            new JsonObject { ["tenant_id"] = tenant, ["url"] = "https://example.com/hooks", ["event_types"] = new JsonArray("*") }, HttpStatusCode.Created);
        var rotated = await api.TwiceAsync(customer.Http, $"webhook-endpoints/{endpoint["id"]}/rotate-secret", body: null, HttpStatusCode.OK);
        var delivery = await api.TwiceAsync(customer.Http, $"webhook-endpoints/{endpoint["id"]}/test", body: null, HttpStatusCode.Accepted);
        await api.TwiceAsync(customer.Http, $"webhook-deliveries/{delivery["id"]}/redeliver", body: null, HttpStatusCode.Accepted);

        string[] secrets = [.. new[] { key, endpoint, rotated }.Select(a => a["secret"]!.GetValue<string>())];
        secrets.Distinct().Count().ShouldBe(3);
        await using var db = api.Database.NewDb();
        var stored = await db.Database.SqlQuery<string>(
            $"select (select string_agg(k::text, '') from idempotency_keys k) || (select string_agg(e::text, '') from webhook_endpoints e) as \"Value\"").SingleAsync();
        secrets.ShouldAllBe(s => !stored.Contains(s) && !stored.Contains(s.Replace("whsec_", "")));
    }

    [Fact]
    public async Task Second_factor_enrolment_and_recovery_codes_are_idempotent()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var enrolment = await api.TwiceAsync(
            customer.Http, "auth/second-factor", new JsonObject { ["password"] = TestCustomer.Password }, HttpStatusCode.OK);
        var code = Totp.CodeAt(enrolment["secret"]!.GetValue<string>(), TimeProvider.System.GetUtcNow());
        var confirmed = await api.TwiceAsync(customer.Http, "auth/second-factor/confirm", new JsonObject { ["code"] = code }, HttpStatusCode.OK);

        // One of them is used up by the first request; the second needs none.
        customer.Http.DefaultRequestHeaders.Add("X-Second-Factor", confirmed["recovery_codes"]![0]!.GetValue<string>());
        var renewed = await api.TwiceAsync(customer.Http, "auth/second-factor/recovery-codes", body: null, HttpStatusCode.OK);
        renewed["recovery_codes"]!.AsArray().Count.ShouldBe(10);
    }

    [Fact]
    public async Task Email_verification_and_password_changes_are_idempotent()
    {
        using var customer = await TestCustomer.RegisterUnverifiedAsync(api);
        using var anonymous = api.CreateClient();
        await using var db = api.Database.NewDb();
        // Else another mail so soon after the one of the registration would not be sent.
        await db.OneTimeTokens.ExecuteUpdateAsync(t => t.SetProperty(x => x.CreatedAt, x => x.CreatedAt - TimeSpan.FromMinutes(10)));

        await api.TwiceAsync(anonymous, "auth/resend-verification", new JsonObject { ["email"] = customer.Email }, HttpStatusCode.Accepted);
        await api.TwiceAsync(
            anonymous, "auth/verify-email",
            new JsonObject { ["token"] = await api.TokenMailedAsync(customer.Email, MailTemplate.EmailVerification) }, HttpStatusCode.NoContent);
        await api.TwiceAsync(
            customer.Http, "auth/password-change",
            new JsonObject { ["current_password"] = TestCustomer.Password, ["new_password"] = "Better-Horse-8" }, HttpStatusCode.NoContent);
        await api.TwiceAsync(anonymous, "auth/password-reset", new JsonObject { ["email"] = customer.Email }, HttpStatusCode.Accepted);
        await api.TwiceAsync(
            anonymous, "auth/password-reset/complete",
            new JsonObject { ["token"] = await api.TokenMailedAsync(customer.Email, MailTemplate.PasswordReset), ["new_password"] = "Other-Horse-9" },
            HttpStatusCode.NoContent);
        (await api.MailsAsync(customer.Email, MailTemplate.PasswordReset)).Count.ShouldBe(1);
        (await api.MailsAsync(customer.Email, MailTemplate.PasswordChanged)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Operator_actions_are_idempotent()
    {
        using var admin = await TestCustomer.RegisterAsync(api);
        await admin.MakeAdminAsync(api);
        using var customer = await TestCustomer.RegisterAsync(api);
        await using var db = api.Database.NewDb();
        var mail = await db.Mails.Where(m => m.Recipient == Email.Stored(customer.Email)).Select(m => m.Id).SingleAsync();
        await db.Mails.Where(m => m.Id == mail).ExecuteUpdateAsync(m => m.SetProperty(x => x.Status, MailStatus.Dead));

        (await api.TwiceAsync(admin.Http, $"admin/mail/{mail.Value}/retry", body: null, HttpStatusCode.OK))["status"]!.GetValue<string>().ShouldBe("queued");
        await db.Mails.Where(m => m.Id == mail).ExecuteUpdateAsync(m => m.SetProperty(x => x.Status, MailStatus.Dead));
        (await api.TwiceAsync(admin.Http, $"admin/queues/mails/dead/{mail.Value}/replay", body: null, HttpStatusCode.Accepted))["id"]!.GetValue<Guid>().ShouldBe(mail.Value);
        await api.TwiceAsync(admin.Http, $"admin/customers/{customer.Id}/deactivate", body: null, HttpStatusCode.OK);
        await api.TwiceAsync(admin.Http, $"admin/customers/{customer.Id}/activate", body: null, HttpStatusCode.OK);
    }
}
