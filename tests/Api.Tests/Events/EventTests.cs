using System.Net;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Events;

public sealed class EventTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private const string Path = "/api/v1/events";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_tenants_events_are_listed_oldest_first_and_whole()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        await ActAsync(customer, tenant, "suspend");

        var page = await ListAsync(customer, $"tenant_id={tenant}");

        var items = page["items"]!.AsArray();
        items.Select(Type).ShouldBe(["tenant.created", "tenant.suspended"]);
        var first = items[0]!.AsObject();
        first.Select(m => m.Key).ShouldBe(["id", "type", "tenant_id", "subject", "occurred_at", "data"]);
        (first["tenant_id"]!.GetValue<Guid>(), first["subject"]!.GetValue<Guid>()).ShouldBe((tenant, tenant));
        first["data"]!.AsObject().Select(m => m.Key).ShouldBe(["at", "tenant_id", "customer_id"], ignoreOrder: true);
        first["occurred_at"]!.GetValue<string>().ShouldEndWith("Z");
    }

    [Fact]
    public async Task The_cursor_is_kept_and_asks_for_what_has_happened_since()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        var first = await ListAsync(customer, $"tenant_id={tenant}&limit=1");
        var end = await ListAsync(customer, $"tenant_id={tenant}&cursor={Cursor(first)}");
        (first["items"]!.AsArray().Count, end["items"]!.AsArray().Count, Cursor(end)).ShouldBe((1, 0, Cursor(first)));

        foreach (var action in new[] { "suspend", "activate", "suspend" })
            await ActAsync(customer, tenant, action);

        var next = await ListAsync(customer, $"tenant_id={tenant}&cursor={Cursor(first)}&limit=2");
        next["items"]!.AsArray().Select(Type).ShouldBe(["tenant.suspended", "tenant.activated"]);
        var last = await ListAsync(customer, $"tenant_id={tenant}&cursor={Cursor(next)}");
        last["items"]!.AsArray().Select(Type).ShouldBe(["tenant.suspended"]);
        var typed = await ListAsync(customer, $"tenant_id={tenant}&type=tenant.activated");
        typed["items"]!.AsArray().Select(Type).ShouldBe(["tenant.activated"]);
    }

    [Theory]
    [InlineData("", "tenant_id")]
    [InlineData("tenant_id=1", "tenant_id")]
    [InlineData("tenant_id={0}&cursor=-1", "cursor")]
    [InlineData("tenant_id={0}&cursor=abc", "cursor")]
    [InlineData("tenant_id={0}&limit=0", "limit")]
    [InlineData("tenant_id={0}&limit=101", "limit")]
    [InlineData("tenant_id={0}&type=operation.progressed", "type")]
    [InlineData("tenant_id={0}&type=nonsense", "type")]
    public async Task A_malformed_query_is_refused_by_name(string query, string field)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        using var response = await customer.Http.GetAsync($"{Path}?{query.Replace("{0}", tenant.ToString())}");
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [field]);
    }

    [Fact]
    public async Task Events_of_another_customer_are_not_found()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        using var stranger = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();
        using var list = await stranger.Http.GetAsync($"{Path}?tenant_id={tenant}");
        await list.ShouldBeProblemAsync(HttpStatusCode.NotFound, "tenant.not_found");
        using var stream = await stranger.Http.GetAsync($"{Path}/stream?tenant_id={tenant}");
        await stream.ShouldBeProblemAsync(HttpStatusCode.NotFound, "tenant.not_found");
    }

    [Fact]
    public async Task The_stream_begins_now_says_where_and_goes_on_after_the_last_id()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        string start, second;
        using (var lines = await OpenAsync(customer, tenant))
        {
            start = await lines.NextAsync();
            start.ShouldMatch("^id: [0-9]+$");
            await ActAsync(customer, tenant, "suspend");
            second = await lines.NextAsync();
            var lost = second.Split('\n');
            lost[1].ShouldBe("event: tenant.suspended");
            var data = JsonNode.Parse(lost[2]["data: ".Length..])!.AsObject();
            data.Select(m => m.Key).ShouldBe(["id", "type", "tenant_id", "subject", "occurred_at", "data"]);
        }

        await ActAsync(customer, tenant, "activate");
        using var resumed = await OpenAsync(customer, tenant, second.Split('\n')[0]["id: ".Length..]);
        (await resumed.NextAsync()).ShouldBe(second.Split('\n')[0]);
        (await resumed.NextAsync()).ShouldContain("event: tenant.activated\n");
        using var again = await OpenAsync(customer, tenant, start["id: ".Length..]);
        (await again.NextAsync()).ShouldBe(start);
        (await again.NextAsync()).ShouldBe(second);
    }

    [Fact]
    public async Task Idle_event_streams_send_keep_alive_comments()
    {
        await using var restless = api.With(builder => builder.UseSetting("Streams:KeepAlive", "00:00:00.05"));
        using var customer = await TestCustomer.RegisterAsync(restless);
        var tenant = await customer.OpenTenantOnTrialAsync();
        using var lines = await OpenAsync(customer, tenant);
        (await lines.NextAsync()).ShouldStartWith("id: ");
        for (var comment = 0; comment < 3; comment++)
            (await lines.NextAsync()).ShouldBe(": keep-alive");

        var instance = await customer.OrderInstanceAsync(tenant, "quiet");
        using var operations = await customer.Http.GetAsync($"/api/v1/instances/{instance}/operations");
        var operation = (await operations.ShouldBeJsonAsync())["items"]![0]!["id"]!.GetValue<Guid>();
        using var feed = await OpenAsync(customer, $"/api/v1/operations/{operation}/events");
        (await feed.NextAsync()).ShouldContain("event: operation.queued\n");
        (await feed.NextAsync()).ShouldBe(": keep-alive");
    }

    [Fact]
    public async Task Event_stream_ends_at_its_time_limit()
    {
        await using var hasty = api.With(builder => builder.UseSetting("Streams:Longest", "00:00:00.2"));
        using var customer = await TestCustomer.RegisterAsync(hasty);
        var tenant = await customer.OpenTenantAsync();
        using var timeout = new CancellationTokenSource(Patience);
        (await customer.Http.GetStringAsync($"{Path}/stream?tenant_id={tenant}", timeout.Token)).ShouldMatch("^id: [0-9]+\n\n$");
    }

    private static Task<Blocks> OpenAsync(TestCustomer customer, Guid tenant, string? lastEventId = null) =>
        OpenAsync(customer, $"{Path}/stream?tenant_id={tenant}", lastEventId);

    private static async Task<Blocks> OpenAsync(TestCustomer customer, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await customer.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    private static async Task<JsonObject> ListAsync(TestCustomer customer, string query)
    {
        using var response = await customer.Http.GetAsync($"{Path}?{query}");
        return await response.ShouldBeJsonAsync();
    }

    private static async Task ActAsync(TestCustomer customer, Guid tenant, string action)
    {
        using var response = await customer.Http.PostAsync($"/api/v1/tenants/{tenant}/{action}", content: null);
        await response.ShouldBeJsonAsync();
    }

    private static string Type(JsonNode? item) => item!["type"]!.GetValue<string>();

    private static string Cursor(JsonObject page) => page["next_cursor"]!.GetValue<string>();

    /// <summary>A stream cut at its blank lines.</summary>
    private sealed class Blocks(HttpResponseMessage response, StreamReader reader) : IDisposable
    {
        public async Task<string> NextAsync()
        {
            using var timeout = new CancellationTokenSource(Patience);
            var lines = new List<string>();
            while (await reader.ReadLineAsync(timeout.Token) is { Length: > 0 } line)
                lines.Add(line);
            return string.Join('\n', lines);
        }

        public void Dispose()
        {
            reader.Dispose();
            response.Dispose();
        }
    }
}
