using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Webhooks;

public sealed class WebhookEndpointTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private const string Path = "/api/v1/webhook-endpoints";

    private static readonly string[] Members =
    [
        "id", "tenant_id", "url", "event_types", "description", "enabled", "disabled_reason", "failing_since", "previous_secret_until",
        "created_at", "updated_at", "secret",
    ];

    [Fact]
    public async Task An_endpoint_shows_its_secret_once_and_it_is_stored_encrypted()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();

        using var response = await customer.Http.PostAsJsonAsync(Path, Body(tenant));
        var created = await response.ShouldBeJsonAsync(HttpStatusCode.Created);

        created.Select(m => m.Key).ShouldBe(Members);
        var id = created["id"]!.GetValue<Guid>();
        response.Headers.Location!.ToString().ShouldBe($"{Path}/{id}");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var secret = created["secret"]!.GetValue<string>();
        secret.ShouldStartWith("whsec_");
        Convert.FromBase64String(secret[6..]).Length.ShouldBe(32);
        (created["url"]!.GetValue<string>(), created["enabled"]!.GetValue<bool>(), created["tenant_id"]!.GetValue<Guid>())
            .ShouldBe(("https://example.com/hooks", true, tenant));

        var shown = await GetAsync(customer, $"{Path}/{id}");
        (shown["secret"], shown["url"]!.GetValue<string>()).ShouldBe((null, "https://example.com/hooks"));
        var listed = (await GetAsync(customer, $"{Path}?tenant_id={tenant}"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        listed["secret"].ShouldBeNull();
        await using var db = api.Database.NewDb();
        (await db.WebhookEndpoints.AsNoTracking().SingleAsync(e => e.Id == new Domain.Common.WebhookEndpointId(id))).Secret.ShouldNotContain(secret[6..]);
    }

    [Theory]
    [InlineData("""{"url":"http://example.com/hooks"}""", "url")]
    [InlineData("""{"url":"https://127.0.0.1/hooks"}""", "url")]
    [InlineData("""{"url":"https://169.254.169.254/latest/meta-data"}""", "url")]
    [InlineData("""{"url":"https://user:pass@example.com"}""", "url")]
    [InlineData("""{"event_types":[]}""", "event_types")]
    [InlineData("""{"event_types":["operation.progressed"]}""", "event_types")]
    [InlineData("""{"event_types":[null]}""", "event_types")]
    [InlineData("""{"description":"<b>"}""", "description")]
    [InlineData("""{"url":"ftp://x","event_types":[],"description":"<b>"}""", "url", "event_types", "description")]
    [InlineData("""{"secret":"whsec_mine"}""", "secret")]
    public async Task A_hostile_endpoint_is_refused_by_field_and_not_stored(string change, params string[] fields)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        var body = Body(tenant);
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
            body[name] = value?.DeepClone();

        using var response = await customer.Http.PostAsJsonAsync(Path, body);

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", fields);
        (await GetAsync(customer, $"{Path}?tenant_id={tenant}"))["items"]!.AsArray().Count.ShouldBe(0);
    }

    [Fact]
    public async Task Concurrent_creates_never_exceed_ten_webhook_endpoints_per_tenant()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => customer.Http.PostAsJsonAsync(Path, Body(tenant))));
        var statuses = answers.Select(a => a.StatusCode).ToList();
        (statuses.Count(s => s == HttpStatusCode.Created), statuses.Count(s => s == HttpStatusCode.Conflict)).ShouldBe((WebhookEndpoint.MaxPerTenant, 6));
        await answers.First(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBeProblemAsync(HttpStatusCode.Conflict, "webhook.too_many_endpoints");
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task Update_changes_the_endpoint_and_needs_its_current_etag()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var id = await CreateAsync(customer, await customer.OpenTenantAsync());
        using var read = await customer.Http.GetAsync($"{Path}/{id}");
        var tag = read.Headers.ETag!.Tag;

        var body = new JsonObject { ["url"] = "https://example.com/other", ["event_types"] = new JsonArray("*"), ["description"] = null, ["enabled"] = false };
        using var changed = await PutAsync(customer, id, body, tag);
        var endpoint = await changed.ShouldBeJsonAsync();
        (endpoint["url"]!.GetValue<string>(), endpoint["event_types"]!.ToJsonString(), endpoint["description"], endpoint["disabled_reason"]!.GetValue<string>())
            .ShouldBe(("https://example.com/other", """["*"]""", null, "owner"));
        using var late = await PutAsync(customer, id, body, tag);
        await late.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");

        using var test = await customer.Http.PostAsync($"{Path}/{id}/test", content: null);
        await test.ShouldBeProblemAsync(HttpStatusCode.Conflict, "webhook.endpoint_disabled");
    }

    [Fact]
    public async Task Secret_rotation_shows_the_new_secret_and_when_the_previous_one_expires()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var response = await customer.Http.PostAsJsonAsync(Path, Body(await customer.OpenTenantAsync()));
        var created = await response.ShouldBeJsonAsync(HttpStatusCode.Created);

        using var rotation = await customer.Http.PostAsync($"{Path}/{created["id"]}/rotate-secret", content: null);
        var rotated = await rotation.ShouldBeJsonAsync();

        rotated["secret"]!.GetValue<string>().ShouldNotBe(created["secret"]!.GetValue<string>());
        var overlap = rotated["previous_secret_until"]!.GetValue<DateTimeOffset>() - rotated["updated_at"]!.GetValue<DateTimeOffset>();
        overlap.ShouldBe(WebhookEndpoint.Overlap, tolerance: TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Test_delivery_is_queued_logged_and_can_be_redelivered()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var endpoint = await CreateAsync(customer, await customer.OpenTenantAsync());

        using var response = await customer.Http.PostAsync($"{Path}/{endpoint}/test", content: null);
        var queued = await response.ShouldBeJsonAsync(HttpStatusCode.Accepted);

        queued.Select(m => m.Key).ShouldBe(["id", "endpoint_id", "event_id", "event_type", "status", "dead_reason", "attempts", "next_attempt_at", "created_at", "finished_at"]);
        (queued["event_type"]!.GetValue<string>(), queued["status"]!.GetValue<string>(), queued["attempts"]!.AsArray().Count)
            .ShouldBe(("webhook.test", "pending", 0));
        var location = response.Headers.Location!.ToString();
        location.ShouldBe($"/api/v1/webhook-deliveries/{queued["id"]}");
        JsonNode.DeepEquals(Untimed(await GetAsync(customer, location)), Untimed(queued)).ShouldBeTrue();
        (await GetAsync(customer, $"{Path}/{endpoint}/deliveries?status=pending"))["items"]!.AsArray().Count.ShouldBe(1);
        (await GetAsync(customer, $"{Path}/{endpoint}/deliveries?status=dead"))["items"]!.AsArray().Count.ShouldBe(0);

        using var again = await customer.Http.PostAsync($"{location}/redeliver", content: null);
        (await again.ShouldBeJsonAsync(HttpStatusCode.Accepted))["id"]!.GetValue<Guid>().ShouldBe(queued["id"]!.GetValue<Guid>());
        (await GetAsync(customer, $"{Path}/{endpoint}/deliveries"))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Full_webhook_queue_refuses_manual_deliveries_and_disabling_ends_pending_ones()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var id = await CreateAsync(customer, await customer.OpenTenantAsync());
        using var first = await customer.Http.PostAsync($"{Path}/{id}/test", content: null);
        await QueueAsync(id, WebhookEndpoint.MaxPending - 1);

        using var test = await customer.Http.PostAsync($"{Path}/{id}/test", content: null);
        await test.ShouldBeProblemAsync(HttpStatusCode.Conflict, "webhook.too_many_pending");
        using var again = await customer.Http.PostAsync($"{first.Headers.Location}/redeliver", content: null);
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "webhook.too_many_pending");

        using var read = await customer.Http.GetAsync($"{Path}/{id}");
        var off = new JsonObject { ["url"] = "https://example.com/hooks", ["event_types"] = new JsonArray("*"), ["enabled"] = false };
        using var disabled = await PutAsync(customer, id, off, read.Headers.ETag!.Tag);
        disabled.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync(customer, $"{Path}/{id}/deliveries?status=pending"))["items"]!.AsArray().ShouldBeEmpty();
        var ended = await GetAsync(customer, first.Headers.Location!.ToString());
        (ended["status"]!.GetValue<string>(), ended["dead_reason"]!.GetValue<string>(), ended["next_attempt_at"]).ShouldBe(("dead", "endpoint_disabled", null));
    }

    [Fact]
    public async Task Tenant_termination_disables_webhook_endpoints_and_ends_pending_deliveries()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        var id = await CreateAsync(customer, tenant);
        using var test = await customer.Http.PostAsync($"{Path}/{id}/test", content: null);

        using var terminated = await customer.Http.DeleteAsync($"/api/v1/tenants/{tenant}");

        terminated.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var endpoint = await GetAsync(customer, $"{Path}/{id}");
        (endpoint["enabled"]!.GetValue<bool>(), endpoint["disabled_reason"]!.GetValue<string>()).ShouldBe((false, "tenant_terminated"));
        (await GetAsync(customer, test.Headers.Location!.ToString()))["dead_reason"]!.GetValue<string>().ShouldBe("endpoint_disabled");
    }

    [Fact]
    public async Task Deleting_an_endpoint_deletes_its_deliveries()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var endpoint = await CreateAsync(customer, await customer.OpenTenantAsync());
        using var test = await customer.Http.PostAsync($"{Path}/{endpoint}/test", content: null);
        var delivery = test.Headers.Location!.ToString();

        using var deleted = await customer.Http.DeleteAsync($"{Path}/{endpoint}");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        using var get = await customer.Http.GetAsync($"{Path}/{endpoint}");
        await get.ShouldBeProblemAsync(HttpStatusCode.NotFound, "webhook_endpoint.not_found");
        using var log = await customer.Http.GetAsync(delivery);
        await log.ShouldBeProblemAsync(HttpStatusCode.NotFound, "webhook_delivery.not_found");
    }

    [Fact]
    public async Task Endpoints_and_deliveries_of_another_customer_are_not_found()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        using var stranger = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();
        var endpoint = await CreateAsync(owner, tenant);
        using var test = await owner.Http.PostAsync($"{Path}/{endpoint}/test", content: null);
        var delivery = test.Headers.Location!.ToString();

        using var create = await stranger.Http.PostAsJsonAsync(Path, Body(tenant));
        await create.ShouldBeProblemAsync(HttpStatusCode.NotFound, "tenant.not_found");
        using var get = await stranger.Http.GetAsync($"{Path}/{endpoint}");
        using var put = await PutAsync(stranger, endpoint, new JsonObject { ["url"] = "https://evil.example.com", ["event_types"] = new JsonArray("*") }, tag: null);
        using var delete = await stranger.Http.DeleteAsync($"{Path}/{endpoint}");
        using var rotate = await stranger.Http.PostAsync($"{Path}/{endpoint}/rotate-secret", content: null);
        using var send = await stranger.Http.PostAsync($"{Path}/{endpoint}/test", content: null);
        using var log = await stranger.Http.GetAsync($"{Path}/{endpoint}/deliveries");
        foreach (var response in new[] { get, put, delete, rotate, send, log })
            await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "webhook_endpoint.not_found");
        using var read = await stranger.Http.GetAsync(delivery);
        using var redeliver = await stranger.Http.PostAsync($"{delivery}/redeliver", content: null);
        foreach (var response in new[] { read, redeliver })
            await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "webhook_delivery.not_found");
        (await GetAsync(stranger, $"{Path}?tenant_id={tenant}"))["items"]!.AsArray().Count.ShouldBe(0);
    }

    private async Task QueueAsync(Guid id, int count)
    {
        await using var db = api.Database.NewDb();
        var endpoint = await db.WebhookEndpoints.SingleAsync(e => e.Id == new Domain.Common.WebhookEndpointId(id));
        db.AddRange(Enumerable.Range(0, count).Select(_ => WebhookDelivery.Queue(endpoint, Guid.CreateVersion7(), "instance.running", "{}", endpoint.CreatedAt)));
        await db.SaveChangesAsync();
    }

    private static JsonObject Body(Guid tenant) => new()
    {
        ["tenant_id"] = tenant,
        ["url"] = "https://example.com/hooks",
        ["event_types"] = new JsonArray("instance.running", "instance.failed"),
        ["description"] = "Monitoring",
    };

    private static async Task<Guid> CreateAsync(TestCustomer customer, Guid tenant)
    {
        using var response = await customer.Http.PostAsJsonAsync(Path, Body(tenant));
        return (await response.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>();
    }

    private static async Task<JsonObject> GetAsync(TestCustomer customer, string path)
    {
        using var response = await customer.Http.GetAsync(path);
        return await response.ShouldBeJsonAsync();
    }

    private static async Task<HttpResponseMessage> PutAsync(TestCustomer customer, Guid id, JsonObject body, string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Path}/{id}") { Content = JsonContent.Create(body) };
        if (tag is not null)
            request.Headers.Add("If-Match", tag);
        return await customer.Http.SendAsync(request);
    }

    // PostgreSQL keeps microseconds.
    private static JsonObject Untimed(JsonObject delivery)
    {
        var copy = delivery.DeepClone().AsObject();
        copy.Remove("created_at").ShouldBeTrue();
        copy.Remove("next_attempt_at").ShouldBeTrue();
        return copy;
    }
}
