using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Provisioning;

/// <summary>Operators see the database servers, add some, and say whose instances they get.</summary>
public sealed class DatabaseServerTests(DatabaseServerApi api) : IClassFixture<DatabaseServerApi>, IAsyncLifetime
{
    private const string Path = "/api/v1/admin/database-servers";
    private const string Password = "Of-the-server-7";
    private static int number;
    private TestCustomer? operating;

    private HttpClient Admin => operating!.Http;

    public async Task InitializeAsync()
    {
        using var registered = await TestCustomer.RegisterAsync(api);
        await registered.MakeAdminAsync(api);
        operating = await registered.LogInAgainAsync(api);
    }

    public Task DisposeAsync()
    {
        operating!.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Server_is_added_shown_and_dedicated_and_its_password_is_nowhere()
    {
        var tenant = await operating!.OpenTenantAsync();
        using var added = await Admin.PostAsJsonAsync(Path, Body(b => b["capacity"] = 3));
        var server = await added.ShouldBeJsonAsync(HttpStatusCode.Created);
        added.Headers.Location.ShouldBe(new Uri($"{Path}/{server["id"]}", UriKind.Relative));
        server.Select(m => m.Key).ShouldBe(
            [
                "id", "name", "host", "port", "instance_host", "instance_port", "admin_username", "configured", "kind", "tenant_id", "capacity", "instances",
                "draining", "status", "health", "health_code", "health_detail", "failures", "last_check_at", "next_check_at", "created_at",
            ]);
        (Word(server, "kind"), Word(server, "status"), Word(server, "health"), (bool)server["configured"]!, (int)server["capacity"]!, (int)server["instances"]!)
            .ShouldBe(("shared", "active", "healthy", false, 3, 0));
        server["last_check_at"].ShouldNotBeNull();

        using var given = await PutAsync(server, new() { ["tenant_id"] = tenant });
        var dedicated = await given.ShouldBeJsonAsync();
        (Word(dedicated, "kind"), Word(dedicated, "tenant_id")).ShouldBe(("dedicated", $"{tenant}"));
        using var listed = await Admin.GetAsync($"{Path}?kind=dedicated&tenant_id={tenant}");
        (await listed.ShouldBeJsonAsync())["items"]!.AsArray().Select(s => Word(s!, "id")).ShouldBe([Word(server, "id")]);
        using var back = await PutAsync(server, new() { ["kind"] = "shared", ["draining"] = true, ["capacity"] = 0 });
        var drained = await back.ShouldBeJsonAsync();
        (Word(drained, "kind"), drained["tenant_id"], Word(drained, "status")).ShouldBe(("shared", null, "draining"));

        (await StoredAsync()).ShouldNotContain(Password);
    }

    [Fact]
    public async Task Change_of_what_was_not_seen_is_refused_and_what_get_gave_put_takes()
    {
        var server = await AddAsync();
        using var read = await Admin.GetAsync($"{Path}/{server["id"]}");
        var (shown, tag) = (await read.ShouldBeJsonAsync(), read.Headers.ETag!.Tag);
        using var same = await PutAsync(server, shown, tag);
        (await same.ShouldBeJsonAsync()).ToJsonString().ShouldBe(shown.ToJsonString());
        using var changed = await PutAsync(server, new() { ["capacity"] = 7 }, tag);
        (await changed.ShouldBeJsonAsync())["capacity"]!.GetValue<int>().ShouldBe(7);
        using var late = await PutAsync(server, new() { ["draining"] = true }, tag);
        await late.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        using var moved = await PutAsync(server, new() { ["host"] = "10.9.9.9" });
        await moved.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["host"]);
    }

    [Theory]
    [InlineData("""{"kind":"dedicated"}""", "database_server.tenant_required", "tenant_id")]
    [InlineData("""{"kind":"shared","tenant_id":"0193b1a1-0a1b-7c2d-8e3f-4a5b6c7d8e9f"}""", "database_server.tenant_surplus", "tenant_id")]
    [InlineData("""{"tenant_id":"0193b1a1-0a1b-7c2d-8e3f-4a5b6c7d8e9f"}""", "database_server.tenant_unknown", "tenant_id")]
    [InlineData("""{"capacity":-1}""", "validation_failed", "capacity")]
    [InlineData("""{"capacity":10001}""", "validation_failed", "capacity")]
    public async Task Change_that_makes_no_sense_is_refused_by_its_field(string body, string code, string field)
    {
        using var refused = await PutAsync(await AddAsync(), JsonNode.Parse(body)!.AsObject());
        await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, code, [field]);
    }

    [Fact]
    public async Task New_server_is_refused_when_it_is_dead_known_or_no_address()
    {
        var known = await AddAsync();
        using var dead = await Admin.PostAsJsonAsync(Path, Body(b => b["host"] = "dead.example.com"));
        var unfit = await dead.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "database_server.unfit", ["host"], ["reason"]);
        Word(unfit, "reason").ShouldBe("unreachable");
        using var twice = await Admin.PostAsJsonAsync(Path, Body(b => b["host"] = Word(known, "host").ToUpperInvariant()));
        await twice.ShouldBeProblemAsync(HttpStatusCode.Conflict, "database_server.address_taken");
        using var named = await Admin.PostAsJsonAsync(Path, Body(b => b["name"] = Word(known, "name")));
        await named.ShouldBeProblemAsync(HttpStatusCode.Conflict, "database_server.name_taken");
        using var path = await Admin.PostAsJsonAsync(Path, Body(b => (b["host"], b["port"], b["instance_host"]) = ("/var/run", 0, "a,b")));
        await path.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["host", "port", "instance_host"]);
        (await StoredAsync()).ShouldNotContain("dead.example.com");
    }

    [Fact]
    public async Task What_an_operator_has_set_survives_a_restart_and_the_rest_is_the_configurations()
    {
        var tenant = await operating!.OpenTenantAsync();
        var main = await MainAsync();
        ((bool)main["configured"]!, (int)main["capacity"]!).ShouldBe((true, 40));
        (await RestartedAsync(capacity: 60))["capacity"]!.GetValue<int>().ShouldBe(60, "nobody has set another");

        using (var set = await PutAsync(main, new() { ["capacity"] = 5, ["tenant_id"] = tenant, ["draining"] = true }))
            set.StatusCode.ShouldBe(HttpStatusCode.OK);
        var after = await RestartedAsync(capacity: 80, host: "10.0.0.5");
        (Word(after, "host"), (int)after["capacity"]!, Word(after, "tenant_id"), (bool)after["draining"]!).ShouldBe(("10.0.0.5", 5, $"{tenant}", true));

        using var reset = await PutAsync(main, new() { ["capacity"] = null, ["kind"] = null, ["draining"] = null });
        var given = await reset.ShouldBeJsonAsync();
        ((int)given["capacity"]!, Word(given, "kind"), given["tenant_id"], (bool)given["draining"]!).ShouldBe((80, "shared", null, false));
    }

    private async Task<JsonObject> RestartedAsync(int capacity, string host = "10.0.0.4")
    {
        await using var restarted = api.With(builder => DatabaseServerApi.Configure((key, value) => builder.UseSetting(key, value), capacity, host));
        restarted.StartServer();
        return await MainAsync();
    }

    private async Task<JsonObject> MainAsync()
    {
        using var listed = await Admin.GetAsync($"{Path}?limit=100");
        return (await listed.ShouldBeJsonAsync())["items"]!.AsArray().Single(s => Word(s!, "name") == "main")!.AsObject();
    }

    private async Task<JsonObject> AddAsync()
    {
        using var added = await Admin.PostAsJsonAsync(Path, Body(_ => { }));
        return await added.ShouldBeJsonAsync(HttpStatusCode.Created);
    }

    private async Task<HttpResponseMessage> PutAsync(JsonObject server, JsonObject body, string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Path}/{server["id"]}") { Content = JsonContent.Create(body) };
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag).ShouldBeTrue();
        return await Admin.SendAsync(request);
    }

    // All that could hold what was sent: servers, events, audit, answers kept for their keys.
    private async Task<string> StoredAsync()
    {
        await using var db = api.Database.NewDb();
        return await db.Database.SqlQuery<string>(
            $"""
            select coalesce((select string_agg(s::text, '') from database_servers s), '') || coalesce((select string_agg(e::text, '') from events e), '')
                || coalesce((select string_agg(a::text, '') from audit_entries a), '') || coalesce((select string_agg(k::text, '') from idempotency_keys k), '') as "Value"
            """).SingleAsync();
    }

    private static string Word(JsonNode node, string field) => (string)node[field]!;

    private static JsonObject Body(Action<JsonObject> change)
    {
        var n = Interlocked.Increment(ref number);
        var body = new JsonObject
        {
            ["name"] = $"server {n}",
            ["host"] = $"db-{n}.example.com",
            ["instance_host"] = $"db-{n}.example.com",
            ["admin_username"] = "postgres",
            ["admin_password"] = Password,
            ["capacity"] = 10,
        };
        change(body);
        return body;
    }
}
