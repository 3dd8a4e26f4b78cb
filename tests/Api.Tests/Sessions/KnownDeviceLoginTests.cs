using System.Net;
using System.Text.Json.Nodes;
using SaaSOdoo.Api.Tests.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Sessions;

public sealed class KnownDeviceLoginTests(CustomerApi api) : IClassFixture<CustomerApi>
{
    private const string Owner = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0";
    private const string OwnerUpdated = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0";

    [Fact]
    public async Task Nobody_can_lock_the_owner_out_of_a_device_that_has_logged_in_before()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        (await LogInAsync(customer.Email, Owner)).Status.ShouldBe(HttpStatusCode.OK);

        var guesses = await LockAsync(customer.Email, "curl/8.5.0");
        guesses.ShouldBe(["401 ", "401 ", "401 ", "401 ", "401 900", "401 900"]);
        // Also the right password is no way in for what is not known.
        (await LogInAsync(customer.Email, "wget/1.25")).ShouldBe((HttpStatusCode.Unauthorized, "900"));

        (await LogInAsync(customer.Email, OwnerUpdated)).Status.ShouldBe(HttpStatusCode.OK);
        // Their success forgives strangers nothing.
        (await LogInAsync(customer.Email, "wget/1.25")).ShouldBe((HttpStatusCode.Unauthorized, "900"));
    }

    [Fact]
    public async Task Known_device_has_a_lock_of_its_own()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        (await LogInAsync(customer.Email, Owner)).Status.ShouldBe(HttpStatusCode.OK);

        (await LockAsync(customer.Email, Owner)).ShouldBe(["401 ", "401 ", "401 ", "401 ", "401 900", "401 900"]);
        (await LogInAsync(customer.Email, Owner)).ShouldBe((HttpStatusCode.Unauthorized, "900"));
        (await LogInAsync(customer.Email, "another/1")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Reset_lets_its_device_in_although_strangers_lock_the_account_again()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await LockAsync(customer.Email, "curl/8.5.0");
        using var asked = await api.PostAsync("auth/password-reset", new() { ["email"] = customer.Email });
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var phone = api.CreateClient();
        phone.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Phone/1");
        using var reset = await phone.PostAsync("/api/v1/auth/password-reset/complete", (object)new JsonObject
        {
            ["token"] = api.Mails.TokenTo(customer.Email, MailTemplate.PasswordReset),
            ["new_password"] = "Better-Horse-8",
        });
        reset.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await LockAsync(customer.Email, "curl/8.5.0");
        (await LogInAsync(customer.Email, "Phone/2", "Better-Horse-8")).Status.ShouldBe(HttpStatusCode.OK);
        (await LogInAsync(customer.Email, "curl/8.5.0", "Better-Horse-8")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        api.Mails.TemplatesTo(customer.Email)[^1].ShouldBe(MailTemplate.PasswordChanged, "who reads the mailbox needs not be told of the device");
    }

    [Fact]
    public async Task An_updated_browser_is_the_same_device()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        (await LogInAsync(customer.Email, Owner)).Status.ShouldBe(HttpStatusCode.OK);
        var told = api.Mails.To(customer.Email).Count;
        (await LogInAsync(customer.Email, OwnerUpdated)).Status.ShouldBe(HttpStatusCode.OK);
        api.Mails.To(customer.Email).Count.ShouldBe(told);
    }

    [Fact]
    public async Task Password_typed_with_separate_accents_is_the_same_password()
    {
        var email = TestCustomer.NewEmail();
        var body = TestCustomer.Registration(email);
        body["password"] = "P\u00e4ssw\u00f6rd-1234";
        using var registered = await api.PostAsync("auth/register", body);
        registered.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await LogInAsync(email, Owner, "Pa\u0308sswo\u0308rd-1234")).Status.ShouldBe(HttpStatusCode.OK);
        (await LogInAsync(email, Owner, "Password-1234")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task<List<string>> LockAsync(string email, string agent)
    {
        var answers = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var (status, retryAfter) = await LogInAsync(email, agent, "Wrong-Horse-7");
            answers.Add($"{(int)status} {retryAfter}");
        }

        return answers;
    }

    private async Task<(HttpStatusCode Status, string RetryAfter)> LogInAsync(string email, string agent, string password = TestCustomer.Password)
    {
        using var http = api.CreateClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", agent);
        using var response = await http.PostAsync("/api/v1/auth/login", (object)new JsonObject { ["email"] = email, ["password"] = password });
        return (response.StatusCode, $"{response.Headers.RetryAfter?.Delta?.TotalSeconds}");
    }
}
