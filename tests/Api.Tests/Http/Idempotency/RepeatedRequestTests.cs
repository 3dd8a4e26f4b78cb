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

public sealed class RepeatedRequestTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private const string Tenants = "/api/v1/tenants";
    private const string Instances = "/api/v1/instances";

    [Fact]
    public async Task The_second_gets_the_answer_of_the_first_and_has_no_effect()
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
    public async Task It_gets_it_from_another_process_and_another_session_as_well()
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
    [InlineData(Tenants + "?x=1", "Acme")]
    [InlineData("/api/v1/subscriptions", null)]
    public async Task Another_request_with_the_key_is_refused_and_has_no_effect(string path, string? name)
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
    public async Task Callers_have_nothing_to_do_with_each_others_keys()
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
    public async Task A_refusal_is_decided_anew_and_a_login_that_failed_counts_again()
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
        (await db.Customers.Where(c => c.Email == Domain.Customers.Email.Create("email", customer.Email).Value).Select(c => c.FailedLogins).SingleAsync())
            .ShouldBe(2);
    }

    [Fact]
    public async Task After_a_refusal_whose_cause_is_gone_the_key_succeeds_and_its_answer_is_kept()
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
    public async Task An_answer_without_body_is_sent_and_repeated_without_a_fault()
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
    public async Task After_24_hours_the_key_is_new()
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
    public async Task A_key_of_other_characters_is_refused(string key) => await ShouldBeInvalid(key);

    [Fact]
    public async Task A_key_has_at_most_255_characters()
    {
        await ShouldBeInvalid(new('k', 256));
        using var customer = await TestCustomer.RegisterAsync(api);
        using var response = await customer.Http.PostKeyedAsync(Tenants, Named("Acme"), new('~', 255));
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Nothing_of_a_request_or_an_answer_can_be_read_in_the_database()
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
        rows.ShouldAllBe(r => !r.Contains(email) && !r.Contains(TestCustomer.Password) && !r.Contains(token) && !r.Contains("201"));
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
