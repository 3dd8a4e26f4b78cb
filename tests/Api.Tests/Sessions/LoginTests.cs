using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Sessions;

public sealed class LoginTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private const string Path = "/api/v1/auth/login";

    [Fact]
    public async Task Logging_in_answers_a_token_its_end_and_the_customer()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var before = TimeProvider.System.GetUtcNow();

        using var response = await LogInAsync($" {customer.Email.ToUpperInvariant()} ", TestCustomer.Password);

        var login = await response.ShouldBeJsonAsync();
        login.Select(m => m.Key).ShouldBe(["access_token", "token_type", "expires_at", "customer"]);
        login["access_token"]!.GetValue<string>().Length.ShouldBe(43);
        login["access_token"]!.GetValue<string>().ShouldNotBe(customer.Token);
        login["token_type"]!.GetValue<string>().ShouldBe("bearer");
        var expires = login["expires_at"]!.GetValue<DateTimeOffset>();
        expires.ShouldBeInRange(before.AddDays(7), TimeProvider.System.GetUtcNow().AddDays(7));
        login["customer"]!["id"]!.GetValue<Guid>().ShouldBe(customer.Id);
        login["customer"]!["last_login_at"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThanOrEqualTo(before);
    }

    [Fact]
    public async Task Remembered_session_lasts_30_days()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var response = await LogInAsync(customer.Email, TestCustomer.Password, remember: true);
        var expires = (await response.ShouldBeJsonAsync())["expires_at"]!.GetValue<DateTimeOffset>();
        (expires - TimeProvider.System.GetUtcNow()).TotalDays.ShouldBe(30, 0.01);
    }

    [Fact]
    public async Task Only_the_hash_of_a_session_token_is_stored()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await using var db = api.Database.NewDb();
        var session = await db.Sessions.AsNoTracking().SingleAsync(s => s.CustomerId == new CustomerId(customer.Id));
        session.TokenHash.ShouldBe(SHA256.HashData(Encoding.UTF8.GetBytes(customer.Token)));
        var anywhere = await db.Database.SqlQuery<string>(
            $"select (select string_agg(s::text, '') from sessions s) || (select string_agg(e::text, '') from events e) as \"Value\"").SingleAsync();
        anywhere.ShouldNotContain(customer.Token);
        anywhere.ShouldNotContain(TestCustomer.Password);
    }

    [Theory]
    [InlineData("nobody@example.com", TestCustomer.Password)]
    [InlineData("not an address", "x")]
    [InlineData("' or 1=1 --", "' or 1=1 --")]
    [InlineData(null, "Wrong-Horse-7")]
    [InlineData(null, "correct-horse-7")]
    [InlineData(null, TestCustomer.Password + " ")]
    public async Task Unknown_address_and_wrong_password_get_the_same_answer(string? email, string password)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var response = await LogInAsync(email ?? customer.Email, password);
        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        problem["detail"]!.GetValue<string>().ShouldBe("E-mail or password is wrong.");
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        response.Headers.RetryAfter.ShouldBeNull();
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_login_for_fifteen_minutes()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        for (var i = 0; i < 4; i++)
        {
            using var wrong = await LogInAsync(customer.Email, "Wrong-Horse-7");
            wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            wrong.Headers.RetryAfter.ShouldBeNull();
        }

        using var fifth = await LogInAsync(customer.Email, "Wrong-Horse-7");
        fifth.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromMinutes(15));

        using var right = await LogInAsync(customer.Email, TestCustomer.Password);
        await right.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        right.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().TotalMinutes.ShouldBeInRange(14, 15);

        // Sessions from before stay: a stranger who guesses must not be able to throw the owner out.
        using var me = await customer.Http.GetAsync("/api/v1/auth/me");
        me.StatusCode.ShouldBe(HttpStatusCode.OK);

        await using var db = api.Database.NewDb();
        // The lock is of the device that was used; for strangers there is another.
        (await db.KnownDevices.Where(d => d.CustomerId == new CustomerId(customer.Id) && d.LockedUntil != null)
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.LockedUntil, TimeProvider.System.GetUtcNow().AddSeconds(-1)))).ShouldBe(1);
        using var after = await LogInAsync(customer.Email, TestCustomer.Password);
        after.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Concurrent_wrong_passwords_lock_the_login()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            using var response = await LogInAsync(customer.Email, $"Wrong-Horse-{i}");
            return (response.StatusCode, Locked: response.Headers.RetryAfter is not null);
        }));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Unauthorized);
        answers.Count(a => !a.Locked).ShouldBe(4);
    }

    [Fact]
    public async Task A_closed_account_reads_like_a_wrong_password_and_its_sessions_are_dead()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await using var db = api.Database.NewDb();
        await db.Database.ExecuteSqlAsync($"update customers set status = 'deactivated' where id = {customer.Id}");
        using var response = await LogInAsync(customer.Email, TestCustomer.Password);
        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        using var me = await customer.Http.GetAsync("/api/v1/auth/me");
        await me.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Theory]
    [InlineData("""{"email":"a@b.co"}""", "password")]
    [InlineData("""{"password":"x"}""", "email")]
    [InlineData("""{"email":"a@b.co","password":""}""", "password")]
    [InlineData("""{"email":1,"password":"x"}""", "email")]
    [InlineData("""{"email":"a@b.co","password":["x"]}""", "password")]
    [InlineData("""{"email":"a@b.co","password":"x","remember_me":"yes"}""", "remember_me")]
    [InlineData("""{"email":"a\u0000@b.co","password":"x"}""", "email")]
    [InlineData("""{"email":"a@b.co","password":"x","role":"admin"}""", "role")]
    public async Task A_malformed_login_is_refused_by_field(string body, string name)
    {
        using var http = api.CreateClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(Path, UriKind.Relative), content);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [name]);
    }

    [Fact]
    public async Task A_password_longer_than_any_can_be_is_not_hashed()
    {
        using var response = await LogInAsync("a@b.co", new string('x', 129));
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["password"]);
    }

    private async Task<HttpResponseMessage> LogInAsync(string email, string password, bool remember = false)
    {
        using var http = api.CreateClient();
        return await http.PostAsJsonAsync(Path, new JsonObject { ["email"] = email, ["password"] = password, ["remember_me"] = remember });
    }
}
