using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.Api.Tests.Http.Idempotency;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Instances;

public sealed class InstanceReadTests(InstanceApi api) : IClassFixture<InstanceApi>
{
    [Fact]
    public async Task A_list_is_newest_first_filtered_and_paged_without_loss()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var (one, another) = (await customer.OpenTenantOnTrialAsync("professional"), await api.OpenAnotherTenantAsync(customer));
        var ids = new List<Guid>();
        for (var i = 0; i < 7; i++)
            ids.Add((await InstanceApi.OrderAsync(customer, i == 3 ? another : one))["id"]!.GetValue<Guid>());
        await api.FinishAsync(ids[5]);
        ids.Reverse();

        (await IdsAsync(customer, "")).ShouldBe(ids);
        (await IdsAsync(customer, $"?tenant_id={another}")).ShouldBe([ids[3]]);
        (await IdsAsync(customer, "?status=running")).ShouldBe([ids[1]]);
        (await IdsAsync(customer, $"?tenant_id={another}&status=running")).ShouldBeEmpty();

        var paged = new List<Guid>();
        var pages = 0;
        for (string? cursor = ""; cursor is not null; pages++)
        {
            using var response = await customer.Http.GetAsync($"{InstanceApi.Path}?limit=3{(cursor.Length == 0 ? "" : "&cursor=" + cursor)}");
            var page = await response.ShouldBeJsonAsync();
            paged.AddRange(page["items"]!.AsArray().Select(i => i!["id"]!.GetValue<Guid>()));
            cursor = page["next_cursor"]?.GetValue<string>();
        }

        (pages, paged.SequenceEqual(ids)).ShouldBe((3, true));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("cursor=abc", "cursor")]
    [InlineData("status=Running", "status")]
    [InlineData("status=flying", "status")]
    [InlineData("tenant_id=7", "tenant_id")]
    public async Task A_bad_filter_is_named(string query, string field)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var response = await customer.Http.GetAsync($"{InstanceApi.Path}?{query}");
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [field]);
    }

    [Fact]
    public async Task Read_returns_the_instance_as_created()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var created = await InstanceApi.OrderAsync(customer, await customer.OpenTenantOnTrialAsync());

        using var response = await customer.Http.GetAsync($"{InstanceApi.Path}/{created["id"]}");

        var read = await response.ShouldBeJsonAsync();
        read["operation_id"].ShouldBeNull();
        // PostgreSQL keeps microseconds.
        foreach (var member in new[] { "operation_id", "created_at", "updated_at" })
            (created.Remove(member), read.Remove(member)).ShouldBe((true, true));
        JsonNode.DeepEquals(read, created).ShouldBeTrue(read.ToJsonString());
    }

    [Fact]
    public async Task Credentials_are_shown_once_and_not_before_they_are_of_use()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var body = InstanceApi.Body(await customer.OpenTenantOnTrialAsync());
        body["admin_password"] = "My-Own-Secret-1";
        using var created = await customer.Http.PostAsJsonAsync(InstanceApi.Path, body);
        var id = (await created.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>();

        using var early = await customer.Http.PostAsync(new Uri($"{InstanceApi.Path}/{id}/credentials", UriKind.Relative), content: null);
        await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.credentials_not_ready");

        await api.FinishAsync(id);
        var key = KeyedRequests.NewKey();
        using var shown = await customer.Http.PostKeyedAsync($"{InstanceApi.Path}/{id}/credentials", null, key);
        (await shown.ShouldBeJsonAsync()).ToJsonString().ShouldBe("""{"url":null,"login":"admin@example.com","password":"My-Own-Secret-1"}""");
        shown.Headers.CacheControl.ShouldNotBeNull().NoStore.ShouldBeTrue();

        using var again = await customer.Http.PostAsync(new Uri($"{InstanceApi.Path}/{id}/credentials", UriKind.Relative), content: null);
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.credentials_revealed");

        // An answer that was lost comes again, to the session that asked and to no other.
        using var lost = await customer.Http.PostKeyedAsync($"{InstanceApi.Path}/{id}/credentials", null, key);
        (await lost.ShouldBeJsonAsync())["password"]!.GetValue<string>().ShouldBe("My-Own-Secret-1");
        lost.IsReplay().ShouldBeTrue();
        using var other = await customer.LogInAgainAsync(api);
        using var stolen = await other.Http.PostKeyedAsync($"{InstanceApi.Path}/{id}/credentials", null, key);
        await stolen.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.credentials_revealed");
    }

    [Fact]
    public async Task Logs_need_a_container_and_a_sensible_tail()
    {
        var (customer, _, id) = await api.RunAsync();

        using var none = await customer.Http.GetAsync($"{InstanceApi.Path}/{id}/logs");
        await none.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.no_container");

        foreach (var tail in new[] { "0", "5001", "abc" })
        {
            using var bad = await customer.Http.GetAsync($"{InstanceApi.Path}/{id}/logs?tail={tail}");
            (await bad.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().Select(e => e.Key).ShouldBe(["tail"]);
            bad.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }
    }

    [Theory]
    [InlineData("free-as-a-bird", true)]
    [InlineData("admin", false)]
    [InlineData("ab", false)]
    [InlineData("Shop", false)]
    public async Task A_subdomain_is_checked_before_it_is_asked_for(string name, bool available)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var response = await customer.Http.GetAsync($"{InstanceApi.Path}/check-subdomain/{name}");
        var answer = await response.ShouldBeJsonAsync();
        (answer["subdomain"]!.GetValue<string>(), answer["available"]!.GetValue<bool>(), answer["reason"] is null).ShouldBe((name, available, available));
    }

    [Fact]
    public async Task A_subdomain_in_use_is_not_available()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var instance = await InstanceApi.OrderAsync(customer, await customer.OpenTenantOnTrialAsync());
        using var response = await customer.Http.GetAsync($"{InstanceApi.Path}/check-subdomain/{instance["subdomain"]}");
        (await response.ShouldBeJsonAsync())["available"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Another_customer_gets_404_for_every_instance_request()
    {
        var (owner, tenant, id) = await api.RunAsync();
        using var stop = await owner.Http.PostAsJsonAsync($"{InstanceApi.Path}/{id}/actions", new JsonObject { ["action"] = "stop" });
        var operation = (await stop.ShouldBeJsonAsync(HttpStatusCode.Accepted))["operation_id"]!.GetValue<Guid>();
        using var stranger = await TestCustomer.RegisterAsync(api);
        var change = new JsonObject { ["name"] = "Mine" };

        (HttpMethod Method, string Path, JsonObject? Body)[] requests =
        [
            (HttpMethod.Get, $"{InstanceApi.Path}/{id}", null),
            (HttpMethod.Put, $"{InstanceApi.Path}/{id}", change),
            (HttpMethod.Delete, $"{InstanceApi.Path}/{id}", null),
            (HttpMethod.Post, $"{InstanceApi.Path}/{id}/actions", new JsonObject { ["action"] = "stop" }),
            (HttpMethod.Post, $"{InstanceApi.Path}/{id}/actions", new JsonObject { ["action"] = "terminate" }),
            (HttpMethod.Get, $"{InstanceApi.Path}/{id}/status", null),
            (HttpMethod.Get, $"{InstanceApi.Path}/{id}/operations", null),
            (HttpMethod.Get, $"{InstanceApi.Path}/{id}/logs", null),
            (HttpMethod.Post, $"{InstanceApi.Path}/{id}/credentials", null),
            (HttpMethod.Get, $"/api/v1/operations/{operation}", null),
            (HttpMethod.Get, $"/api/v1/operations/{operation}/events", null),
            (HttpMethod.Post, InstanceApi.Path, InstanceApi.Body(tenant)),
        ];
        foreach (var (method, path, body) in requests)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            using var response = await stranger.Http.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{method} {path}");
        }

        (await IdsAsync(stranger, "")).ShouldBeEmpty();
        (await IdsAsync(stranger, $"?tenant_id={tenant}")).ShouldBeEmpty();
        (await api.CountAsync(tenant)).ShouldBe(1);
        using var untouched = await owner.Http.GetAsync($"{InstanceApi.Path}/{id}/status");
        (await untouched.ShouldBeJsonAsync())["operation_id"]!.GetValue<Guid>().ShouldBe(operation);
    }

    [Fact]
    public async Task Events_are_sent_as_they_are_recorded_and_end_with_the_operation()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var instance = await InstanceApi.OrderAsync(customer, await customer.OpenTenantOnTrialAsync());
        var path = $"/api/v1/operations/{instance["operation_id"]}/events";
        using var response = await customer.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType.ShouldNotBeNull().MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = await reader.ReadLineAsync();

        await api.FinishAsync(instance["id"]!.GetValue<Guid>());
        var rest = await reader.ReadToEndAsync();

        first.ShouldNotBeNull().ShouldStartWith("id: ");
        rest.ShouldContain("event: operation.queued\ndata: {");
        rest.ShouldContain("event: operation.finished\ndata: {");
        rest.ShouldEndWith("}\n\n");

        using var resumed = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Last-Event-ID", first["id: ".Length..] } } };
        using var answer = await customer.Http.SendAsync(resumed);
        var left = await answer.Content.ReadAsStringAsync();
        left.ShouldNotContain("operation.queued");
        left.ShouldContain("operation.finished");
    }

    private static async Task<List<Guid>> IdsAsync(TestCustomer customer, string query)
    {
        using var response = await customer.Http.GetAsync(InstanceApi.Path + query);
        return (await response.ShouldBeJsonAsync())["items"]!.AsArray().Select(i => i!["id"]!.GetValue<Guid>()).ToList();
    }
}
