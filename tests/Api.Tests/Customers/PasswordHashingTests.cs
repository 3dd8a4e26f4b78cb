using System.Data;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Api.Tests.Http.Idempotency;
using SaaSOdoo.Api.Tests.SecondFactor;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Customers;

/// <summary>Hashing takes its turn for seconds under load: a request that waits for it holds no connection and no transaction.</summary>
public sealed class PasswordHashingTests(CustomerApi api) : IClassFixture<CustomerApi>
{
    private const string NewPassword = "Better-Horse-8";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_connection_and_no_transaction_is_open_while_a_password_is_hashed(bool keyed)
    {
        using var one = await ProtectedCustomer.MakeAsync(api);
        using var other = await TestCustomer.RegisterAsync(api);
        using var asked = await api.PostAsync("auth/password-reset", new() { ["email"] = other.Email });
        var token = api.Mails.TokenTo(other.Email, MailTemplate.PasswordReset);
        var watch = new Watch(api);
        await using var watched = api.With(b => b.ConfigureTestServices(s => s.AddSingleton(watch).AddScoped<IPasswordHasher, WatchedHasher>()));
        using var anonymous = watched.CreateClient();
        using var requests = watched.CreateClient();
        requests.DefaultRequestHeaders.Authorization = new("Bearer", one.Customer.Token);

        await SendAsync(anonymous, "auth/register", TestCustomer.Registration(TestCustomer.NewEmail()), HttpStatusCode.Created, hashes: 1);
        await SendAsync(anonymous, "auth/login", LogIn(other.Email, TestCustomer.Password), HttpStatusCode.OK, hashes: 1);
        await SendAsync(anonymous, "auth/login", LogIn(other.Email, "Wrong-Horse-7"), HttpStatusCode.Unauthorized, hashes: 1);
        await SendAsync(anonymous, "auth/login", LogIn("nobody@example.com", "Wrong-Horse-7"), HttpStatusCode.Unauthorized, hashes: 1);
        await SendAsync(
            anonymous, "auth/password-reset/complete", new() { ["token"] = token, ["new_password"] = NewPassword }, HttpStatusCode.NoContent, hashes: 1);
        await SendAsync(requests, "auth/second-factor", Password(TestCustomer.Password), HttpStatusCode.Conflict, hashes: 1);
        await SendAsync(
            requests, "auth/password-change", new() { ["current_password"] = TestCustomer.Password, ["new_password"] = NewPassword },
            HttpStatusCode.NoContent, hashes: 2);

        // With a second factor as well: its code is asked for after the hash.
        requests.DefaultRequestHeaders.Add("X-Second-Factor", one.NextCode());
        await DeleteAsync();

        async Task DeleteAsync()
        {
            watch.Seen.Clear();
            using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/customers/me") { Content = JsonContent.Create(Password(NewPassword)) };
            using var answer = await requests.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
            watch.Seen.ShouldBe([new Held(ConnectionState.Closed, Transactions: 0)]);
        }

        async Task SendAsync(HttpClient http, string path, JsonObject body, HttpStatusCode status, int hashes)
        {
            watch.Seen.Clear();
            using var answer = await (keyed
                ? http.PostKeyedAsync($"/api/v1/{path}", body, KeyedRequests.NewKey())
                : http.PostAsync($"/api/v1/{path}", (object)body));
            answer.StatusCode.ShouldBe(status, $"{path} {await answer.Content.ReadAsStringAsync()}");
            watch.Seen.ShouldBe(Enumerable.Repeat(new Held(ConnectionState.Closed, Transactions: 0), hashes), path);
        }
    }

    private static JsonObject LogIn(string email, string password) => new() { ["email"] = email, ["password"] = password };

    private static JsonObject Password(string password) => new() { ["password"] = password };

    /// <param name="Transactions">Of all connections to the database, other than one that is looking.</param>
    private sealed record Held(ConnectionState Connection, int Transactions);

    private sealed class Watch(CustomerApi api)
    {
        public IPasswordHasher Hasher { get; } = api.Services.GetRequiredService<IPasswordHasher>();

        public List<Held> Seen { get; } = [];

        public async Task LookAsync(AppDb ofRequest)
        {
            await using var db = api.Database.NewDb();
            var open = await db.Database.SqlQuery<int>(
                $"""
                select count(*)::int as "Value" from pg_stat_activity
                where datname = current_database() and state like 'idle in transaction%' and pid <> pg_backend_pid()
                """).SingleAsync();
            Seen.Add(new(ofRequest.Database.GetDbConnection().State, open));
        }
    }

    private sealed class WatchedHasher(AppDb ofRequest, Watch watch) : IPasswordHasher
    {
        public string Dummy => watch.Hasher.Dummy;

        public async Task<string> HashAsync(string password, string? from, CancellationToken cancellationToken)
        {
            await watch.LookAsync(ofRequest);
            return await watch.Hasher.HashAsync(password, from, cancellationToken);
        }

        public async Task<bool> VerifyAsync(string hash, string password, string? from, CancellationToken cancellationToken)
        {
            await watch.LookAsync(ofRequest);
            return await watch.Hasher.VerifyAsync(hash, password, from, cancellationToken);
        }
    }
}
