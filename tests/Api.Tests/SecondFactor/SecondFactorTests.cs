using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Api.Tests.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.SecondFactor;

public sealed class SecondFactorTests(CustomerApi api) : IClassFixture<CustomerApi>
{
    private const string Path = "/api/v1/auth/second-factor";

    [Fact]
    public async Task Enrolling_shows_a_secret_and_confirming_it_ten_recovery_codes()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        (await StateAsync(customer)).ShouldBe("""{"enabled":false,"enabled_at":null,"recovery_codes_left":0}""");

        using var enrolled = await customer.Http.PostAsync(Path, new JsonObject { ["password"] = TestCustomer.Password });
        var enrolment = await enrolled.ShouldBeJsonAsync();
        var secret = enrolment["secret"]!.GetValue<string>();
        secret.Length.ShouldBe(32);
        enrolment["uri"]!.GetValue<string>().ShouldBe(
            $"otpauth://totp/SaaSOdoo:{Uri.EscapeDataString(customer.Email)}?secret={secret}&issuer=SaaSOdoo&algorithm=SHA1&digits=6&period=30");
        var image = XDocument.Parse(enrolment["qr_svg"]!.GetValue<string>());
        image.Root!.Name.ShouldBe(XName.Get("svg", "http://www.w3.org/2000/svg"));
        enrolment.Select(m => m.Key).ShouldBe(["secret", "uri", "qr_svg"]);
        using var notYet = await api.LogInAsync(customer.Email, TestCustomer.Password);
        notYet.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var wrong = await customer.Http.PostAsync($"{Path}/confirm", new JsonObject { ["code"] = "abcdef" });
        await wrong.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "second_factor.code_wrong", ["code"]);
        using var confirmed = await customer.Http.PostAsync($"{Path}/confirm", new JsonObject { ["code"] = Totp.CodeAt(secret, api.Clock.Now) });
        var codes = (await confirmed.ShouldBeJsonAsync())["recovery_codes"]!.AsArray().Select(c => c!.GetValue<string>()).ToList();
        codes.Distinct().Count().ShouldBe(10);
        codes.ShouldAllBe(c => c.Split('-').Length == 4 && c.Split('-').All(g => g.Length == 4 && g.All("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".Contains)));

        (await StateAsync(customer)).ShouldContain("\"enabled\":true");
        api.Mails.TemplatesTo(customer.Email).ShouldBe([MailTemplate.WelcomeAndVerify, MailTemplate.SecondFactorEnabled]);
        await using var db = api.Database.NewDb();
        var stored = await db.Database.SqlQuery<string>(
            $"select (select string_agg(f::text, '') from second_factors f) || (select string_agg(e::text, '') from events e) as \"Value\"").SingleAsync();
        stored.ShouldNotContain(secret);
        codes.ShouldAllBe(c => !stored.Contains(c) && !stored.Contains(c.Replace("-", "")));
    }

    [Fact]
    public async Task Enrolling_needs_the_password_and_wrong_ones_count()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await customer.Http.PostAsync(Path, new JsonObject { ["password"] = "Wrong-Horse-7" });
            await wrong.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "password.incorrect", ["password"]);
        }

        using var right = await customer.Http.PostAsync(Path, new JsonObject { ["password"] = TestCustomer.Password });
        await right.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "password.incorrect", ["password"]);
        right.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Logging_in_asks_for_the_code_after_the_right_password_only()
    {
        using var protectedOne = await ProtectedCustomer.MakeAsync(api);
        var email = protectedOne.Customer.Email;

        using var wrongPassword = await api.LogInAsync(email, "Wrong-Horse-7", protectedOne.NextCode());
        await wrongPassword.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        using var missing = await api.LogInAsync(email, TestCustomer.Password);
        await missing.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "second_factor_required");
        using var wrong = await api.LogInAsync(email, TestCustomer.Password, "000000");
        await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "second_factor_invalid");

        var code = protectedOne.Code();
        using var right = await api.LogInAsync(email, TestCustomer.Password, $"{code[..3]} {code[3..]}");
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var replayed = await api.LogInAsync(email, TestCustomer.Password, code);
        await replayed.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "second_factor_invalid");
    }

    [Fact]
    public async Task Concurrent_logins_with_one_second_factor_code_succeed_once()
    {
        using var protectedOne = await ProtectedCustomer.MakeAsync(api);
        foreach (var code in new[] { protectedOne.NextCode(), protectedOne.RecoveryCodes[0] })
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
            {
                using var response = await api.LogInAsync(protectedOne.Customer.Email, TestCustomer.Password, code);
                return response.StatusCode;
            }));
            answers.Count(s => s == HttpStatusCode.OK).ShouldBe(1);
            answers.Count(s => s == HttpStatusCode.Unauthorized).ShouldBe(3);
        }
    }

    [Fact]
    public async Task Wrong_second_factor_codes_lock_and_a_login_without_a_code_does_not_reset_the_count()
    {
        using var protectedOne = await ProtectedCustomer.MakeAsync(api);
        var email = protectedOne.Customer.Email;
        for (var i = 0; i < 4; i++)
        {
            using var wrong = await api.LogInAsync(email, TestCustomer.Password, "abcdef");
            await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "second_factor_invalid");
            using var without = await api.LogInAsync(email, TestCustomer.Password);
            await without.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "second_factor_required");
        }

        using var fifth = await api.LogInAsync(email, TestCustomer.Password, "abcdef");
        fifth.Headers.RetryAfter.ShouldNotBeNull();
        using var locked = await api.LogInAsync(email, TestCustomer.Password, protectedOne.NextCode());
        await locked.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "second_factor_invalid");
        locked.Headers.RetryAfter.ShouldNotBeNull();
        using var command = await protectedOne.SendAsync(HttpMethod.Delete, Path, protectedOne.Code());
        await command.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_invalid");
        command.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_recovery_code_works_once_however_it_is_typed()
    {
        using var protectedOne = await ProtectedCustomer.MakeAsync(api);
        var code = protectedOne.RecoveryCodes[3];
        using var first = await api.LogInAsync(protectedOne.Customer.Email, TestCustomer.Password, $" {code.Replace('-', ' ').ToLowerInvariant()}");
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var second = await api.LogInAsync(protectedOne.Customer.Email, TestCustomer.Password, code);
        await second.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "second_factor_invalid");
        (await StateAsync(protectedOne.Customer)).ShouldContain("\"recovery_codes_left\":9");
    }

    [Fact]
    public async Task New_recovery_codes_void_the_old_ones()
    {
        using var protectedOne = await ProtectedCustomer.MakeAsync(api);
        using var without = await protectedOne.SendAsync(HttpMethod.Post, $"{Path}/recovery-codes", code: null);
        await without.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_required");
        using var renewed = await protectedOne.SendAsync(HttpMethod.Post, $"{Path}/recovery-codes", protectedOne.NextCode());
        (await renewed.ShouldBeJsonAsync())["recovery_codes"]!.AsArray().Count.ShouldBe(10);
        using var old = await api.LogInAsync(protectedOne.Customer.Email, TestCustomer.Password, protectedOne.RecoveryCodes[0]);
        await old.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "second_factor_invalid");
    }

    [Fact]
    public async Task Disabling_needs_a_code_and_ends_the_asking()
    {
        using var protectedOne = await ProtectedCustomer.MakeAsync(api);
        using var without = await protectedOne.SendAsync(HttpMethod.Delete, Path, code: null);
        await without.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_required");
        using var wrong = await protectedOne.SendAsync(HttpMethod.Delete, Path, "000000");
        await wrong.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_invalid");
        using var again = await protectedOne.Customer.Http.PostAsync(Path, new JsonObject { ["password"] = TestCustomer.Password });
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "second_factor.already_on");

        using var disabled = await protectedOne.SendAsync(HttpMethod.Delete, Path, protectedOne.NextCode());
        disabled.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var login = await api.LogInAsync(protectedOne.Customer.Email, TestCustomer.Password);
        login.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var none = await protectedOne.SendAsync(HttpMethod.Delete, Path, protectedOne.Code());
        await none.ShouldBeProblemAsync(HttpStatusCode.NotFound, "second_factor.not_found");
        api.Mails.TemplatesTo(protectedOne.Customer.Email)[^1].ShouldBe(MailTemplate.SecondFactorDisabled);
    }

    [Fact]
    public async Task Terminating_an_instance_and_making_a_key_ask_again()
    {
        using var protectedOne = await ProtectedCustomer.MakeAsync(api);
        var tenant = await protectedOne.Customer.OpenTenantOnTrialAsync();
        var instance = await protectedOne.Customer.OrderInstanceAsync(tenant, "guarded");
        var key = new JsonObject { ["name"] = "k", ["scopes"] = new JsonArray("instances:read") };
        var act = new JsonObject { ["action"] = "terminate" };
        foreach (var (method, path, body) in new (HttpMethod, string, JsonObject?)[]
        {
            (HttpMethod.Post, "/api/v1/api-keys", key),
            (HttpMethod.Post, $"/api/v1/instances/{instance}/actions", act),
            (HttpMethod.Delete, $"/api/v1/instances/{instance}", null),
        })
        {
            using var without = await protectedOne.SendAsync(method, path, code: null, body);
            await without.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_required");
        }

        using var made = await protectedOne.SendAsync(HttpMethod.Post, "/api/v1/api-keys", protectedOne.NextCode(), key);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var terminated = await protectedOne.SendAsync(HttpMethod.Delete, $"/api/v1/instances/{instance}", protectedOne.NextCode());
        terminated.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Giving_access_to_others_and_closing_ask_again()
    {
        using var protectedOne = await ProtectedCustomer.MakeAsync(api);
        await protectedOne.Customer.MakeAdminAsync(api);
        await protectedOne.Customer.VerifyAsync(api);
        using var other = await TestCustomer.RegisterAsync(api);
        var tenant = await protectedOne.Customer.OpenTenantOnTrialAsync();
        var instance = await protectedOne.Customer.OrderInstanceAsync(tenant, "shown");
        var commands = new (HttpMethod Method, string Path, JsonObject? Body, HttpStatusCode Done)[]
        {
            (HttpMethod.Post, $"/api/v1/tenants/{tenant}/invitations", new() { ["email"] = "new@example.com", ["role"] = "viewer" }, HttpStatusCode.Created),
            (HttpMethod.Put, $"/api/v1/tenants/{tenant}/members/{protectedOne.Customer.Id}", new() { ["role"] = "owner" }, HttpStatusCode.OK),
            (HttpMethod.Post, $"/api/v1/instances/{instance}/credentials", null, HttpStatusCode.Conflict),
            (HttpMethod.Post, "/api/v1/webhook-endpoints", new() { ["tenant_id"] = tenant, ["url"] = "https://example.com", ["event_types"] = new JsonArray("*") }, HttpStatusCode.Created),
            (HttpMethod.Delete, $"/api/v1/tenants/{tenant}/members/{protectedOne.Customer.Id}", null, HttpStatusCode.Conflict),
            (HttpMethod.Delete, $"/api/v1/tenants/{tenant}", null, HttpStatusCode.Conflict),
            (HttpMethod.Post, $"/api/v1/tenants/{tenant}/suspend", null, HttpStatusCode.OK),
            (HttpMethod.Post, $"/api/v1/admin/customers/{other.Id}/activate", null, HttpStatusCode.OK),
            (HttpMethod.Put, $"/api/v1/admin/customers/{other.Id}/roles", new() { ["admin"] = true }, HttpStatusCode.OK),
            (HttpMethod.Post, $"/api/v1/admin/customers/{other.Id}/deactivate", null, HttpStatusCode.OK),
            (HttpMethod.Post, "/api/v1/customers/me/deactivate", null, HttpStatusCode.NoContent),
        };
        using var rotation = await protectedOne.SendAsync(HttpMethod.Post, "/api/v1/admin/secrets/rotation", code: null);
        await rotation.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_required");
        foreach (var (method, path, body, done) in commands)
        {
            using var without = await protectedOne.SendAsync(method, path, code: null, body);
            await without.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_required");
            using var with = await protectedOne.SendAsync(method, path, protectedOne.NextCode(), body);
            with.StatusCode.ShouldBe(done, path);
        }
    }

    [Fact]
    public async Task A_key_is_let_through_since_it_was_made_with_a_code()
    {
        using var protectedOne = await ProtectedCustomer.MakeAsync(api);
        var tenant = await protectedOne.Customer.OpenTenantOnTrialAsync();
        var instance = await protectedOne.Customer.OrderInstanceAsync(tenant, "bykey");
        using var made = await protectedOne.SendAsync(
            HttpMethod.Post, "/api/v1/api-keys", protectedOne.NextCode(), new() { ["name"] = "k", ["scopes"] = new JsonArray("instances:write") });
        using var program = api.CreateClient();
        program.DefaultRequestHeaders.Authorization = new("Bearer", (await made.ShouldBeJsonAsync(HttpStatusCode.Created))["secret"]!.GetValue<string>());
        using var terminated = await program.DeleteAsync($"/api/v1/instances/{instance}");
        terminated.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task An_operator_who_acts_for_a_customer_sends_a_code_of_their_own()
    {
        using var owner = await ProtectedCustomer.MakeAsync(api);
        var tenant = await owner.Customer.OpenTenantOnTrialAsync();
        var instance = $"/api/v1/instances/{await owner.Customer.OrderInstanceAsync(tenant, "helped")}";
        using var admin = await ProtectedCustomer.MakeAsync(api);
        await admin.Customer.MakeAdminAsync(api);
        admin.Customer.Http.DefaultRequestHeaders.Add(Api.Auth.Impersonation.Header, owner.Customer.Id.ToString());

        using var without = await admin.SendAsync(HttpMethod.Delete, instance, code: null);
        await without.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_required");
        using var foreign = await admin.SendAsync(HttpMethod.Delete, instance, owner.NextCode());
        await foreign.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_invalid");
        using var own = await admin.SendAsync(HttpMethod.Delete, instance, admin.Code());
        own.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task The_commands_that_ask_are_these_and_say_so()
    {
        typeof(Application.SecondFactor.INeedsSecondFactor).Assembly.GetTypes()
            .Where(t => t.IsClass && t.IsAssignableTo(typeof(Application.SecondFactor.INeedsSecondFactor))).Select(t => t.Name)
            .ShouldBe(
                [
                    "ActivateCustomer", "ActivateTenant", "AdvanceTestClock", "CancelSubscription", "ChangeMemberRole", "ChangeRoles", "CreateApiKey", "CreateExchangeRate", "CreatePlanVersion", "CreateTestClock", "CreateWebhookEndpoint", "DeactivateAccount",
                    "DeactivateCustomer", "DeleteAccount", "DeleteBackup", "RestoreBackup", "DeleteWebhookEndpoint", "DisableSecondFactor", "InviteMember", "RemoveMember",
                    "RenewRecoveryCodes", "ReplayDead", "ResolvePayment", "RetryMail", "RevealCredentials", "RotateSecrets", "RotateWebhookSecret", "StartReconcile", "SuspendTenant",
                    "TerminateInstance", "TerminateTenant", "UpdateWebhookEndpoint", "WithdrawPlan",
                    "GiveCredit", "RecordPayment", "RefundPayment", "VoidInvoice", "CreateDatabaseServer", "UpdateDatabaseServer",
                ],
                ignoreOrder: true);

        using var client = api.CreateClient();
        using var response = await client.GetAsync("/swagger/v1/swagger.json");
        var operations = (await response.ShouldBeJsonAsync())["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()).Select(o => o.Value!).ToList();
        operations.Where(o => o["parameters"]?.AsArray().Any(p => p!["name"]!.GetValue<string>() == "X-Second-Factor") == true)
            .Select(o => o["operationId"]!.GetValue<string>()).ShouldBe(
                [
                    "create_api_key", "delete_account", "delete_backup", "restore_backup", "disable_second_factor", "renew_recovery_codes", "terminate_instance", "act_on_instance",
                    "change_member_role", "change_customer_roles", "deactivate_account", "deactivate_customer", "invite_member",
                    "reveal_instance_credentials", "rotate_secrets", "activate_customer", "activate_tenant", "suspend_tenant", "terminate_tenant",
                    "create_webhook_endpoint", "update_webhook_endpoint", "delete_webhook_endpoint", "rotate_webhook_secret", "remove_member",
                    "leave_tenant", "replay_dead", "cancel_subscription", "resolve_payment", "retry_mail", "create_plan_version", "withdraw_plan", "create_exchange_rate",
                    "create_test_clock", "advance_test_clock", "start_reconcile",
                    "give_credit", "record_payment", "refund_payment", "void_invoice", "create_database_server", "update_database_server",
                ],
                ignoreOrder: true);
    }

    private static async Task<string> StateAsync(TestCustomer customer)
    {
        using var response = await customer.Http.GetAsync(Path);
        return (await response.ShouldBeJsonAsync()).ToJsonString();
    }
}
