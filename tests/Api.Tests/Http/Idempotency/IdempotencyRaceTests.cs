using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http.Idempotency;

/// <summary>Two processes over one database, each with 30 connections.</summary>
public sealed class IdempotencyRaceTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Concurrent_requests_with_one_idempotency_key_have_one_effect_and_one_answer()
    {
        await using var other = api.With(_ => { });
        using var customer = await TestCustomer.RegisterAsync(api);
        using var elsewhere = await customer.LogInAgainAsync(other);
        var key = KeyedRequests.NewKey();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => AnswerAsync(
            (i % 2 == 0 ? customer : elsewhere).Http, "/api/v1/tenants", new() { ["name"] = "Acme" }, key)));

        answers.Select(a => (a.Status, a.Body)).Distinct().Count().ShouldBe(1);
        answers[0].Status.ShouldBe(HttpStatusCode.Created);
        answers.Count(a => !a.IsReplay).ShouldBe(1);
        (await CountAsync($"select count(*)::int as \"Value\" from tenants where customer_id = {customer.Id}")).ShouldBe(1);
    }

    [Fact]
    public async Task Concurrent_logins_with_one_idempotency_key_open_one_session()
    {
        await using var other = api.With(_ => { });
        using var customer = await TestCustomer.RegisterAsync(api);
        using var here = api.CreateClient();
        using var there = other.CreateClient();
        var (key, before) = (KeyedRequests.NewKey(), await SessionsAsync());
        var login = new JsonObject { ["email"] = customer.Email, ["password"] = TestCustomer.Password };

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            AnswerAsync(i % 2 == 0 ? here : there, "/api/v1/auth/login", login.DeepClone().AsObject(), key)));

        answers.Select(a => (a.Status, a.Body)).Distinct().Count().ShouldBe(1);
        answers[0].Status.ShouldBe(HttpStatusCode.OK);
        answers.Count(a => !a.IsReplay).ShouldBe(1);
        (await SessionsAsync()).ShouldBe(before + 1);

        Task<int> SessionsAsync() => CountAsync($"select count(*)::int as \"Value\" from sessions where customer_id = {customer.Id}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Concurrent_registrations_of_one_address_succeed_once(bool keyed)
    {
        // The hash would take the whole time and let one after the other through.
        await using var one = api.With(b => b.ConfigureTestServices(s => s.AddSingleton<IPasswordHasher, NoHash>()));
        await using var other = api.With(b => b.ConfigureTestServices(s => s.AddSingleton<IPasswordHasher, NoHash>()));
        using var here = one.CreateClient();
        using var there = other.CreateClient();
        var email = TestCustomer.NewEmail();

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => AnswerAsync(
            i % 2 == 0 ? here : there, "/api/v1/auth/register", TestCustomer.Registration(email), keyed ? KeyedRequests.NewKey() : null)));

        answers.Count(a => a.Status == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.Status == HttpStatusCode.Conflict && a.Body.Contains("customer.email_taken")).ShouldBe(999);
        (await CountAsync($"select count(*)::int as \"Value\" from customers where email = {email}")).ShouldBe(1);
    }

    private async Task<int> CountAsync(FormattableString sql)
    {
        await using var db = api.Database.NewDb();
        return await db.Database.SqlQuery<int>(sql).SingleAsync();
    }

    private static async Task<Answer> AnswerAsync(HttpClient http, string path, JsonObject body, string? key)
    {
        using var response = await (key is null ? http.PostAsync(path, body) : http.PostKeyedAsync(path, body, key));
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response.IsReplay());
    }

    private sealed record Answer(HttpStatusCode Status, string Body, bool IsReplay);

    private sealed class NoHash : IPasswordHasher
    {
        public string Dummy => "";

        public Task<string> HashAsync(string password, string? from, CancellationToken cancellationToken) => Task.FromResult("none");

        public Task<bool> VerifyAsync(string hash, string password, string? from, CancellationToken cancellationToken) => Task.FromResult(true);
    }
}
