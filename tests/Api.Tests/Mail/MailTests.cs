using System.Net;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Mail;

namespace SaaSOdoo.Api.Tests.Mail;

/// <summary>From a registration to the click on the link in its mail, and what operators see of it.</summary>
public sealed class MailTests(MailApi api) : IClassFixture<MailApi>
{
    [Fact]
    public async Task The_link_in_the_mail_of_a_registration_verifies_the_address_once()
    {
        using var customer = await TestCustomer.RegisterUnverifiedAsync(api);
        var mail = await ReceiveAsync(customer.Email);
        mail.Subject.ShouldBe("Welcome to SaaSOdoo: please confirm your e-mail address");
        var link = mail.Link();
        link.GetLeftPart(UriPartial.Path).ShouldBe("https://portal.example.com/account/verify-email");

        (await MeAsync(customer))["email_verified"]!.GetValue<bool>().ShouldBeFalse();
        using var anonymous = api.CreateClient();
        using var verified = await anonymous.PostAsync("/api/v1/auth/verify-email", new { token = Token(link) });
        verified.IsSuccessStatusCode.ShouldBeTrue(await verified.Content.ReadAsStringAsync());
        (await MeAsync(customer))["email_verified"]!.GetValue<bool>().ShouldBeTrue();

        using var again = await anonymous.PostAsync("/api/v1/auth/verify-email", new { token = Token(link) });
        again.IsSuccessStatusCode.ShouldBeFalse();
    }

    [Fact]
    public async Task Operators_list_mails_without_their_content()
    {
        using var customer = await TestCustomer.RegisterUnverifiedAsync(api);
        var mail = await ReceiveAsync(customer.Email);
        using var admin = await OperatorAsync();

        await Eventually.BecomesTrueAsync(async () =>
            (await ListAsync(admin, $"?to={customer.Email}&status=sent&template=welcome_and_verify")).Count == 1);
        var listed = (await ListAsync(admin, $"?to={customer.Email.ToUpperInvariant()}")).ShouldHaveSingleItem()!.AsObject();
        listed.Select(m => m.Key).ShouldBe(
        [
            "id", "template", "status", "customer_id", "to", "subject", "attempts", "next_attempt_at", "last_error", "created_at", "sent_at",
        ]);
        (listed["template"]!.GetValue<string>(), listed["status"]!.GetValue<string>(), listed["to"]!.GetValue<string>(), listed["subject"]!.GetValue<string>())
            .ShouldBe(("welcome_and_verify", "sent", customer.Email, mail.Subject));
        listed["customer_id"]!.GetValue<Guid>().ShouldBe(customer.Id);
        listed.ToJsonString().ShouldNotContain(Token(mail.Link()));

        using var one = await admin.Http.GetAsync($"/api/v1/admin/mail/{listed["id"]}");
        (await one.ShouldBeJsonAsync()).ToJsonString().ShouldBe(listed.ToJsonString());
        (await ListAsync(admin, $"?to={customer.Email}&status=dead")).ShouldBeEmpty();
        (await ListAsync(admin, $"?to={customer.Email}&template=password_reset")).ShouldBeEmpty();

        using var wrong = await admin.Http.GetAsync("/api/v1/admin/mail?to=nobody");
        await wrong.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "email.invalid", ["to"]);
        using var unknown = await admin.Http.GetAsync($"/api/v1/admin/mail/{Guid.CreateVersion7()}");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "mail.not_found");
    }

    [Fact]
    public async Task Operators_retry_a_dead_mail()
    {
        var refused = TestCustomer.NewEmail();
        api.Smtp.Fault = to => to == refused ? SmtpFault.Refuse : SmtpFault.None;
        using var anonymous = api.CreateClient();
        using var registered = await anonymous.PostAsync("/api/v1/auth/register", new
        {
            email = refused,
            password = TestCustomer.Password,
            first_name = "Rudo",
            last_name = "Ncube",
            accept_terms = true,
        });
        await registered.ShouldBeJsonAsync(HttpStatusCode.Created);
        using var admin = await OperatorAsync();
        await Eventually.BecomesTrueAsync(async () => (await ListAsync(admin, $"?to={refused}&status=dead")).Count == 1);
        var dead = (await ListAsync(admin, $"?to={refused}"))[0]!;
        dead["last_error"]!.GetValue<string>().ShouldContain("User unknown");
        var retry = $"/api/v1/admin/mail/{dead["id"]}/retry";

        api.Smtp.Fault = _ => SmtpFault.None;
        using var retried = await admin.Http.PostAsync(retry, content: null);
        (await retried.ShouldBeJsonAsync())["status"]!.GetValue<string>().ShouldBe("queued");
        await ReceiveAsync(refused);

        await Eventually.BecomesTrueAsync(async () => (await ListAsync(admin, $"?to={refused}&status=sent")).Count == 1);
        using var twice = await admin.Http.PostAsync(retry, content: null);
        await twice.ShouldBeProblemAsync(HttpStatusCode.Conflict, "mail.not_dead");
        api.Smtp.Received.Count(m => m.Recipients.Contains(refused)).ShouldBe(1);
    }

    [Fact]
    public async Task Mail_queue_is_forbidden_to_customers()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        foreach (var path in new[] { "/api/v1/admin/mail", $"/api/v1/admin/mail/{Guid.CreateVersion7()}" })
        {
            using var refused = await customer.Http.GetAsync(path);
            await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        }
    }

    private async Task<ReceivedMail> ReceiveAsync(string to)
    {
        await Eventually.BecomesTrueAsync(() => Task.FromResult(api.Smtp.Received.Any(m => m.Recipients.Contains(to))));
        return api.Smtp.Received.Single(m => m.Recipients.Contains(to));
    }

    private async Task<TestCustomer> OperatorAsync()
    {
        using var registered = await TestCustomer.RegisterAsync(api);
        await registered.MakeAdminAsync(api);
        return await registered.LogInAgainAsync(api);
    }

    private static async Task<JsonArray> ListAsync(TestCustomer admin, string query)
    {
        using var listed = await admin.Http.GetAsync($"/api/v1/admin/mail{query}");
        return (await listed.ShouldBeJsonAsync())["items"]!.AsArray();
    }

    private static async Task<JsonObject> MeAsync(TestCustomer customer)
    {
        using var me = await customer.Http.GetAsync("/api/v1/auth/me");
        return await me.ShouldBeJsonAsync();
    }

    private static string Token(Uri link) => Uri.UnescapeDataString(link.Fragment["#token=".Length..]);
}
