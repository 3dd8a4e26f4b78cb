using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Api.Tests.Http.Idempotency;
using SaaSOdoo.Domain.Audit;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Audit;

public sealed class AuditRecordingTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Successful_command_is_audited_with_actor_target_tenant_and_client()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        customer.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Test/1.0");

        var (status, entry) = await SendAsync(customer.Http, HttpMethod.Post, $"/tenants/{tenant}/suspend");

        status.ShouldBe(HttpStatusCode.OK);
        (entry.Action, entry.Outcome, entry.Code).ShouldBe(("suspend_tenant", AuditOutcome.Succeeded, null));
        (entry.Actor, entry.ActorId?.Value, entry.CustomerId?.Value, entry.TenantId?.Value)
            .ShouldBe((AuditActor.Customer, customer.Id, customer.Id, tenant));
        entry.Targets.ShouldBe(new Dictionary<string, Guid> { ["id"] = tenant });
        (entry.IpAddress, entry.UserAgent, entry.ApiKeyId).ShouldBe(("127.0.0.1", "Test/1.0", null));
    }

    [Fact]
    public async Task Refused_command_is_audited_with_its_code_and_not_under_the_foreign_tenant()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        using var stranger = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();

        var (status, entry) = await SendAsync(stranger.Http, HttpMethod.Delete, $"/tenants/{tenant}");

        status.ShouldBe(HttpStatusCode.NotFound);
        (entry.Action, entry.Outcome, entry.Code, entry.TenantId).ShouldBe(("terminate_tenant", AuditOutcome.Refused, "tenant.not_found", null));
        (entry.Actor, entry.CustomerId?.Value, entry.Targets["id"]).ShouldBe((AuditActor.Customer, stranger.Id, tenant));
    }

    [Theory]
    [InlineData(TestCustomer.Password, AuditOutcome.Succeeded, null)]
    [InlineData("Wrong-Horse-7", AuditOutcome.Refused, "invalid_credentials")]
    public async Task Login_is_audited_as_anonymous_for_the_account_it_names(string password, AuditOutcome outcome, string? code)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var http = api.CreateClient();
        var (_, entry) = await SendAsync(http, HttpMethod.Post, "/auth/login", new() { ["email"] = customer.Email, ["password"] = password });
        (entry.Action, entry.Outcome, entry.Code).ShouldBe(("log_in", outcome, code));
        (entry.Actor, entry.ActorId, entry.CustomerId?.Value).ShouldBe((AuditActor.Anonymous, null, customer.Id));
        entry.Targets.ShouldBeEmpty();
    }

    [Fact]
    public async Task Login_to_an_unknown_address_is_audited_without_a_customer()
    {
        using var http = api.CreateClient();
        var (_, entry) = await SendAsync(http, HttpMethod.Post, "/auth/login", new() { ["email"] = "nobody@example.com", ["password"] = "Wrong-Horse-7" });
        (entry.Outcome, entry.Code, entry.CustomerId).ShouldBe((AuditOutcome.Refused, "invalid_credentials", null));
    }

    [Fact]
    public async Task Api_key_request_is_audited_with_the_key_and_its_customer()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var made = await customer.Http.PostAsJsonAsync(
            "/api/v1/api-keys", new JsonObject { ["name"] = "ci", ["scopes"] = new JsonArray("tenants:write", "audit:read") });
        var key = await made.ShouldBeJsonAsync(HttpStatusCode.Created);
        using var program = api.CreateClient();
        program.DefaultRequestHeaders.Authorization = new("Bearer", key.Single(m => m.Value is JsonValue v && v.ToString().StartsWith("sodoo_", StringComparison.Ordinal) && v.ToString().Length > 20).Value!.ToString());

        var (status, entry) = await SendAsync(program, HttpMethod.Post, "/tenants", new() { ["name"] = "Acme" });

        status.ShouldBe(HttpStatusCode.Created);
        (entry.Actor, entry.ActorId?.Value, entry.CustomerId?.Value).ShouldBe((AuditActor.ApiKey, customer.Id, customer.Id));
        entry.ApiKeyId.ShouldNotBeNull();
        entry.TenantId.ShouldNotBeNull("the tenant that was opened");
    }

    [Fact]
    public async Task Operator_is_audited_as_operator_and_owners_see_no_operator_ip_address()
    {
        using var admin = await AuditRows.OperatorAsync(api);
        using var owner = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();

        var (_, entry) = await SendAsync(admin.Http, HttpMethod.Post, $"/tenants/{tenant}/suspend");
        (entry.Actor, entry.ActorId?.Value, entry.TenantId?.Value, entry.IpAddress).ShouldBe((AuditActor.Operator, admin.Id, tenant, "127.0.0.1"));

        var seen = (await owner.Http.GetFromJsonAsync<JsonObject>("/api/v1/audit?limit=1"))!["items"]![0]!;
        (seen["id"]!.GetValue<Guid>(), (string?)seen["actor"], (string?)seen["ip_address"]).ShouldBe((entry.Id.Value, "operator", null));
    }

    [Fact]
    public async Task Impersonation_is_audited_with_the_operator_as_actor_for_the_customer()
    {
        using var admin = await AuditRows.OperatorAsync(api);
        using var customer = await TestCustomer.RegisterAsync(api);
        admin.Http.DefaultRequestHeaders.Add("X-Acting-For", customer.Id.ToString());

        var (status, entry) = await SendAsync(admin.Http, HttpMethod.Post, "/tenants", new() { ["name"] = "Acme" });

        status.ShouldBe(HttpStatusCode.Created);
        (entry.Actor, entry.ActorId?.Value, entry.CustomerId?.Value).ShouldBe((AuditActor.Operator, admin.Id, customer.Id));
        var seen = (await customer.Http.GetFromJsonAsync<JsonObject>("/api/v1/audit?limit=1"))!["items"]![0]!;
        (seen["id"]!.GetValue<Guid>(), (string?)seen["ip_address"], (string?)seen["user_agent"]).ShouldBe((entry.Id.Value, null, null));
    }

    [Fact]
    public async Task Failed_commit_rolls_back_audit_entry_and_effect()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await using var broken = api.With(builder => builder.ConfigureTestServices(services =>
            services.ConfigureDbContext<AppDb>(options => options.AddInterceptors(new NoCommit()))));
        using var http = broken.CreateClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", customer.Token);
        using var request = Request(HttpMethod.Post, "/tenants", new() { ["name"] = "Acme" }, out var trace);

        using var failed = await http.SendAsync(request);

        await failed.ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "internal_error");
        (await api.AuditOfAsync(trace)).ShouldBeEmpty();
        (await customer.Http.GetFromJsonAsync<JsonObject>("/api/v1/tenants"))!["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Idempotent_replay_is_not_audited_again()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var (key, entries) = (KeyedRequests.NewKey(), new List<AuditEntry>());
        for (var i = 0; i < 2; i++)
        {
            using var request = Request(HttpMethod.Post, "/tenants", new() { ["name"] = "Acme" }, out var trace);
            request.Headers.Add(KeyedRequests.Header, key);
            using var response = await customer.Http.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.Created);
            entries.AddRange(await api.AuditOfAsync(trace));
        }

        entries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task User_agent_is_truncated_on_a_character_boundary()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var http = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = api.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", customer.Token);
        var begin = new string('a', AuditEntry.UserAgentMaxLength - 1);
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", begin + "😀").ShouldBeTrue();
        var (status, entry) = await SendAsync(http, HttpMethod.Post, "/tenants", new() { ["name"] = "Acme" });
        (status, entry.UserAgent).ShouldBe((HttpStatusCode.Created, begin));
    }

    [Fact]
    public async Task Concurrent_commands_on_two_processes_get_consecutive_audit_positions()
    {
        using var admin = await AuditRows.OperatorAsync(api);
        await using var other = api.With(_ => { });
        using var customer = await TestCustomer.RegisterAsync(api);
        using var elsewhere = await customer.LogInAgainAsync(other);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            using var response = await (i % 2 == 0 ? customer : elsewhere).Http.PutAsJsonAsync("/api/v1/customers/me/preferences", new JsonObject());
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }));

        await using var db = api.Database.NewDb();
        var chain = AuditEntry.ChainOf(new(customer.Id), default);
        var positions = await db.AuditEntries.Where(e => e.Chain == chain).OrderBy(e => e.Position).Select(e => e.Position).ToListAsync();
        positions.Count.ShouldBeGreaterThanOrEqualTo(200);
        positions.ShouldBe(Enumerable.Range(1, positions.Count).Select(p => (long)p));
        (await db.AuditEntries.CountAsync(e => e.Action == "update_preferences" && e.CustomerId == new Domain.Common.CustomerId(customer.Id))).ShouldBe(200);
        await admin.ShouldHoldAsync();
    }

    private async Task<(HttpStatusCode Status, AuditEntry Entry)> SendAsync(HttpClient http, HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = Request(method, path, body, out var trace);
        using var response = await http.SendAsync(request);
        return (response.StatusCode, (await api.AuditOfAsync(trace)).ShouldHaveSingleItem());
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, JsonObject? body, out string trace)
    {
        trace = Guid.CreateVersion7().ToString("N");
        var request = new HttpRequestMessage(method, $"/api/v1{path}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("X-Request-Id", trace);
        return request;
    }

    private sealed class NoCommit : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The commit fails.");
    }
}
