using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Customers;

public sealed class RegistrationTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Registering_answers_the_account_and_no_password()
    {
        var email = TestCustomer.NewEmail();
        var body = TestCustomer.Registration($" {email.ToUpperInvariant()} ");
        (body["phone"], body["company"], body["country"], body["timezone"], body["language"], body["marketing_consent"]) =
            ("+263771234567", "Moyo & Sons", "ZW", "Africa/Harare", "en_GB", true);

        using var response = await PostAsync(body);

        var customer = await response.ShouldBeJsonAsync(HttpStatusCode.Created);
        response.Headers.Location.ShouldBe(new Uri("/api/v1/auth/me", UriKind.Relative));
        Guid.Parse(customer["id"]!.GetValue<string>()).Version.ShouldBe(7);
        DateTimeOffset.Parse(customer["created_at"]!.GetValue<string>()).Offset.ShouldBe(TimeSpan.Zero);
        customer.Remove("id");
        customer.Remove("created_at");
        customer.ToJsonString().ShouldBe(new JsonObject
        {
            ["email"] = email,
            ["first_name"] = "Tendai",
            ["last_name"] = "Moyo",
            ["phone"] = "+263771234567",
            ["company"] = "Moyo & Sons",
            ["country"] = "ZW",
            ["timezone"] = "Africa/Harare",
            ["language"] = "en_GB",
            ["avatar_url"] = null,
            ["roles"] = new JsonArray("customer"),
            ["status"] = "active",
            ["email_verified"] = false,
            ["marketing_consent"] = true,
            ["last_login_at"] = null,
        }.ToJsonString());
    }

    [Fact]
    public async Task Concurrent_registrations_of_one_address_succeed_once()
    {
        var email = TestCustomer.NewEmail();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            using var response = await PostAsync(TestCustomer.Registration(i % 2 == 0 ? email : email.ToUpperInvariant()));
            if (response.StatusCode != HttpStatusCode.Created)
                await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "customer.email_taken");
            return response.StatusCode;
        }));

        answers.Count(s => s == HttpStatusCode.Created).ShouldBe(1);
        await using var db = api.Database.NewDb();
        (await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from customers where email = {email}").SingleAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Registration_names_all_invalid_fields_at_once()
    {
        using var response = await PostAsync(new JsonObject
        {
            ["email"] = "nobody",
            ["password"] = "short",
            ["first_name"] = "",
            ["last_name"] = "<b>",
            ["phone"] = "12",
            ["company"] = "<i>",
            ["country"] = "zz",
            ["timezone"] = "../../etc/passwd",
            ["language"] = "??",
            ["accept_terms"] = false,
        });
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed",
            ["email", "password", "first_name", "last_name", "phone", "company", "country", "timezone", "language", "accept_terms"]);
    }

    [Fact]
    public async Task The_stored_password_is_a_slow_hash()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await using var db = api.Database.NewDb();
        var stored = await db.Customers.AsNoTracking().SingleAsync(c => c.Id == new Domain.Common.CustomerId(customer.Id));
        stored.PasswordHash.ShouldNotContain(TestCustomer.Password);
        Convert.FromBase64String(stored.PasswordHash)[0].ShouldBe((byte)1, "version 3 of Identity's format: PBKDF2 with its own salt and count");
    }

    private async Task<HttpResponseMessage> PostAsync(JsonObject body)
    {
        using var http = api.CreateClient();
        return await http.PostAsJsonAsync("/api/v1/auth/register", body);
    }
}
