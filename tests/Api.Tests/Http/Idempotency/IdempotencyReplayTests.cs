using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Api.Tests.Instances;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.Api.Tests.Http.Idempotency;

public sealed class IdempotencyReplayTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private const string Tenants = "/api/v1/tenants";
    private const string Instances = "/api/v1/instances";

    [Fact]
    public async Task Replay_returns_the_first_answer_and_has_no_effect()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var key = KeyedRequests.NewKey();

        using var first = await customer.Http.PostKeyedAsync(Tenants, Named("Acme"), key);
        using var second = await customer.Http.PostKeyedAsync(Tenants, Named("Acme"), key);

        await first.ShouldBeJsonAsync(HttpStatusCode.Created);
        first.IsReplay().ShouldBeFalse();
        second.IsReplay().ShouldBeTrue();
        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await second.Content.ReadAsByteArrayAsync()).ShouldBe(await first.Content.ReadAsByteArrayAsync());
        second.Headers.Location.ShouldBe(first.Headers.Location.ShouldNotBeNull());
        second.Headers.ETag.ShouldBe(first.Headers.ETag.ShouldNotBeNull());
        second.Content.Headers.ContentType.ShouldBe(first.Content.Headers.ContentType);
        (await TenantsOf(customer)).ShouldBe(1);
    }

    [Fact]
    public async Task Replay_works_from_another_process_and_another_session()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var key = KeyedRequests.NewKey();
        using var first = await customer.Http.PostKeyedAsync(Tenants, Named("Acme"), key);

        await using var restarted = api.With(_ => { });
        using var again = await customer.LogInAgainAsync(restarted);
        using var second = await again.Http.PostKeyedAsync(Tenants, Named("Acme"), key);

        second.IsReplay().ShouldBeTrue();
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        (await TenantsOf(customer)).ShouldBe(1);
    }

    [Theory]
    [InlineData(Tenants, "Other")]
    [InlineData(Tenants + "/", "Acme")]
    [InlineData("/api/v1/subscriptions", null)]
    public async Task Idempotency_key_reused_for_another_request_is_refused(string path, string? name)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var key = KeyedRequests.NewKey();
        using var first = await customer.Http.PostKeyedAsync(Tenants, Named("Acme"), key);
        await first.ShouldBeJsonAsync(HttpStatusCode.Created);

        using var other = await customer.Http.PostKeyedAsync(path, name is null ? null : Named(name), key);

        await other.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        other.IsReplay().ShouldBeFalse();
        (await TenantsOf(customer)).ShouldBe(1);
    }

    [Fact]
    public async Task Idempotency_keys_are_scoped_to_the_caller()
    {
        using var one = await TestCustomer.RegisterAsync(api);
        using var other = await TestCustomer.RegisterAsync(api);
        var key = KeyedRequests.NewKey();

        using var first = await one.Http.PostKeyedAsync(Tenants, Named("Acme"), key);
        using var second = await other.Http.PostKeyedAsync(Tenants, Named("Acme"), key);

        second.IsReplay().ShouldBeFalse();
        (await second.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>()
            .ShouldNotBe((await first.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>());
    }

    [Fact]
    public async Task Refusals_are_not_replayed_and_a_failed_login_counts_again()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var (taken, wrong) = (KeyedRequests.NewKey(), KeyedRequests.NewKey());
        var login = new JsonObject { ["email"] = customer.Email, ["password"] = "Wrong-Horse-7" };
        var replayed = new List<bool>();
        for (var i = 0; i < 2; i++)
        {
            using var registered = await customer.Http.PostKeyedAsync("/api/v1/auth/register", TestCustomer.Registration(customer.Email), taken);
            registered.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            replayed.Add(registered.IsReplay());
            using var loggedIn = await customer.Http.PostKeyedAsync("/api/v1/auth/login", login.DeepClone(), wrong);
            loggedIn.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            loggedIn.IsReplay().ShouldBeFalse();
        }

        replayed.ShouldBe([false, false]);
        await using var db = api.Database.NewDb();
        (await db.KnownDevices.Where(d => d.CustomerId == new Domain.Common.CustomerId(customer.Id)).Select(d => d.FailedLogins).SingleAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Idempotency_key_of_a_refusal_succeeds_later_and_is_then_replayed()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var (tenant, key) = (await customer.OpenTenantAsync(), KeyedRequests.NewKey());
        var order = InstanceApi.Body(tenant);

        using var refused = await customer.Http.PostKeyedAsync(Instances, order.DeepClone(), key);
        refused.StatusCode.ShouldBe(HttpStatusCode.PaymentRequired, await refused.Content.ReadAsStringAsync());
        (await KeysAsync(key)).ShouldBe(0);
        using var subscribed = await customer.SubscribeAsync(tenant, "basic");
        using var ordered = await customer.Http.PostKeyedAsync(Instances, order.DeepClone(), key);
        using var repeated = await customer.Http.PostKeyedAsync(Instances, order.DeepClone(), key);

        (ordered.StatusCode, ordered.IsReplay()).ShouldBe((HttpStatusCode.Created, false), await ordered.Content.ReadAsStringAsync());
        (repeated.StatusCode, repeated.IsReplay()).ShouldBe((HttpStatusCode.Created, true));
        (await repeated.Content.ReadAsStringAsync()).ShouldBe(await ordered.Content.ReadAsStringAsync());
        (await KeysAsync(key)).ShouldBe(1);
    }

    [Fact]
    public async Task Answer_without_body_is_replayed_without_an_error()
    {
        using var log = new CapturedLog();
        await using var host = api.With(b => b.ConfigureTestServices(s => s.AddSingleton<ILoggerProvider>(log)));
        using var customer = await TestCustomer.RegisterAsync(host);
        var key = KeyedRequests.NewKey();
        var change = new JsonObject { ["current_password"] = TestCustomer.Password, ["new_password"] = "Better-Horse-8" };

        using var first = await customer.Http.PostKeyedAsync("/api/v1/auth/password-change", change.DeepClone(), key);
        using var second = await customer.Http.PostKeyedAsync("/api/v1/auth/password-change", change.DeepClone(), key);

        (first.StatusCode, first.IsReplay(), await first.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.NoContent, false, ""));
        (second.StatusCode, second.IsReplay(), await second.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.NoContent, true, ""));

        log.Lines.ShouldNotBeEmpty();
        log.Lines.ShouldAllBe(line => !line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Idempotency_key_expires_after_24_hours()
    {
        var clock = new TestClock();
        await using var host = api.With(b => b.ConfigureTestServices(s => s.AddSingleton<TimeProvider>(clock)));
        using var customer = await TestCustomer.RegisterAsync(host);
        var key = KeyedRequests.NewKey();
        using var first = await customer.Http.PostKeyedAsync(Tenants, Named("Acme"), key);

        clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        using var last = await customer.Http.PostKeyedAsync(Tenants, Named("Acme"), key);
        last.IsReplay().ShouldBeTrue();

        clock.Advance(TimeSpan.FromSeconds(1));
        using var renewed = await customer.Http.PostKeyedAsync(Tenants, Named("Other"), key);
        using var repeated = await customer.Http.PostKeyedAsync(Tenants, Named("Other"), key);
        renewed.StatusCode.ShouldBe(HttpStatusCode.Created);
        (renewed.IsReplay(), repeated.IsReplay()).ShouldBe((false, true));
        (await TenantsOf(customer)).ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("two\tparts")]
    public async Task Idempotency_key_with_invalid_characters_is_refused(string key) => await ShouldBeInvalid(key);

    [Fact]
    public async Task Idempotency_key_has_at_most_255_characters()
    {
        await ShouldBeInvalid(new('k', 256));
        using var customer = await TestCustomer.RegisterAsync(api);
        using var response = await customer.Http.PostKeyedAsync(Tenants, Named("Acme"), new('~', 255));
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Idempotency_records_are_stored_encrypted()
    {
        var (email, key) = (TestCustomer.NewEmail(), KeyedRequests.NewKey());
        using var http = api.CreateClient();
        using var registered = await http.PostKeyedAsync("/api/v1/auth/register", TestCustomer.Registration(email), $"r{key}");
        await registered.ShouldBeJsonAsync(HttpStatusCode.Created);
        var login = new JsonObject { ["email"] = email, ["password"] = TestCustomer.Password };
        using var loggedIn = await http.PostKeyedAsync("/api/v1/auth/login", login, $"l{key}");
        var token = (await loggedIn.ShouldBeJsonAsync())["access_token"]!.GetValue<string>();

        await using var db = api.Database.NewDb();
        var rows = await db.Database.SqlQuery<string>($"select k::text as \"Value\" from idempotency_keys k where key like {"%" + key}").ToListAsync();
        rows.Count.ShouldBe(2);
        rows.ShouldAllBe(r => !r.Contains(email) && !r.Contains(TestCustomer.Password) && !r.Contains(token));
        rows.ShouldAllBe(r => !r.Split(',').Contains("201"), "the status");
        rows.ShouldAllBe(r => r.Contains("CfDJ8"), "Data Protection's mark: else something that is not encrypted was looked at");
    }

    private async Task ShouldBeInvalid(string key)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var response = await customer.Http.PostKeyedAsync(Tenants, Named("Acme"), key);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", errors: [KeyedRequests.Header]);
        (await TenantsOf(customer)).ShouldBe(0);
    }

    private async Task<int> KeysAsync(string key)
    {
        await using var db = api.Database.NewDb();
        return await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from idempotency_keys where key = {key}").SingleAsync();
    }

    private static JsonObject Named(string name) => new() { ["name"] = name };

    private static async Task<int> TenantsOf(TestCustomer customer) =>
        (await customer.Http.GetFromJsonAsync<JsonObject>(Tenants))!["items"]!.AsArray().Count;
}
