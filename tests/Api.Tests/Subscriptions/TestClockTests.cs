using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Subscriptions;

/// <summary>Without a worker: clocks that advance stay on their way.</summary>
public sealed class TestClockTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private const string Path = "/api/v1/admin/test-clocks";
    private const string Start = "2030-01-31T08:30:00.000000Z";

    [Fact]
    public async Task Customers_who_are_bound_subscribe_by_the_time_of_their_clock()
    {
        using var admin = await AdminAsync();
        using var customer = await TestCustomer.RegisterAsync(api);
        using var made = await CreateAsync(admin, customer.Id);
        var created = await made.ShouldBeJsonAsync(HttpStatusCode.Created);
        made.Headers.Location.ShouldBe(new Uri($"{Path}/{created["id"]}", UriKind.Relative));
        created["now"]!.GetValue<string>().ShouldBe(Start);
        created["status"]!.GetValue<string>().ShouldBe("ready");
        created["customer_ids"]!.ToJsonString().ShouldBe($"""["{customer.Id}"]""");

        using var response = await customer.SubscribeAsync(await customer.OpenTenantAsync());
        var trial = await response.ShouldBeJsonAsync(HttpStatusCode.Created);
        (trial["trial_start"]!.GetValue<string>(), trial["trial_end"]!.GetValue<string>()).ShouldBe((Start, "2030-02-14T08:30:00.000000Z"));

        using var read = await admin.Http.GetAsync($"{Path}/{created["id"]}");
        (await read.ShouldBeJsonAsync()).ToJsonString().ShouldBe(created.ToJsonString());
        using var listed = await admin.Http.GetAsync($"{Path}?limit=1");
        (await listed.ShouldBeJsonAsync())["items"]!.AsArray().Single()!["id"]!.ToJsonString().ShouldBe(created["id"]!.ToJsonString());
    }

    [Fact]
    public async Task Customer_is_bound_once_and_before_their_first_tenant()
    {
        using var admin = await AdminAsync();
        using var customer = await TestCustomer.RegisterAsync(api);
        using (var first = await CreateAsync(admin, customer.Id))
            first.StatusCode.ShouldBe(HttpStatusCode.Created);
        using (var again = await CreateAsync(admin, customer.Id))
            await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "test_clock.customer_in_use", details: ["customer_id"]);
        using (var self = await CreateAsync(admin, admin.Id))
            await self.ShouldBeProblemAsync(HttpStatusCode.Conflict, "test_clock.customer_in_use", details: ["customer_id"]);

        using var settled = await TestCustomer.RegisterAsync(api);
        using var fresh = await TestCustomer.RegisterAsync(api);
        await settled.OpenTenantAsync();
        using (var late = await CreateAsync(admin, fresh.Id, settled.Id))
            await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "test_clock.customer_in_use", details: ["customer_id"]);
        using (var unknown = await CreateAsync(admin, Guid.CreateVersion7()))
            await unknown.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "test_clock.customer_unknown", ["customer_ids"]);
        // What was refused bound nobody.
        using var alone = await CreateAsync(admin, fresh.Id);
        alone.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Racing_clocks_bind_a_customer_once()
    {
        using var admin = await AdminAsync();
        using var customer = await TestCustomer.RegisterAsync(api);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var response = await CreateAsync(admin, customer.Id);
            return response.StatusCode;
        }));
        answers.Count(s => s == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(s => s == HttpStatusCode.Conflict).ShouldBe(7);
    }

    [Theory]
    // Two periods: of a month without a subscription's period to go by it is two years.
    [InlineData(null, "2030-01-31T08:30:01Z", 202)]
    [InlineData(null, "2032-01-31T08:30:00Z", 202)]
    [InlineData(null, "2032-01-31T08:30:01Z", 422)]
    [InlineData("monthly", "2030-03-31T08:30:00Z", 202)]
    [InlineData("monthly", "2030-03-31T08:30:01Z", 422)]
    [InlineData("quarterly", "2030-07-31T08:30:00Z", 202)]
    [InlineData("quarterly", "2030-07-31T08:30:01Z", 422)]
    [InlineData(null, "2030-01-31T08:30:00Z", 422)]
    [InlineData(null, "2030-01-31T08:30:00.9Z", 422)]
    [InlineData(null, "2030-01-30T00:00:00Z", 422)]
    [InlineData(null, "1999-01-01T00:00:00Z", 422)]
    public async Task Clock_moves_forward_by_two_periods_at_most(string? period, string to, int status)
    {
        using var admin = await AdminAsync();
        using var customer = await TestCustomer.RegisterAsync(api);
        using var made = await CreateAsync(admin, customer.Id);
        var id = (await made.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>();
        if (period is not null)
        {
            using var subscribed = await customer.SubscribeAsync(await customer.OpenTenantAsync(), "basic", period);
            subscribed.StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        using var response = await AdvanceAsync(admin, id, to);
        ((int)response.StatusCode).ShouldBe(status);
        if (status != 202)
        {
            (await response.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().Select(e => e.Key).ShouldBe(["to"]);
            return;
        }

        var advancing = await response.ShouldBeJsonAsync(HttpStatusCode.Accepted);
        (advancing["status"]!.GetValue<string>(), advancing["now"]!.GetValue<string>()).ShouldBe(("advancing", Start));
        advancing["target"]!.GetValue<DateTimeOffset>().ShouldBe(DateTimeOffset.Parse(to, System.Globalization.CultureInfo.InvariantCulture));
        using var again = await AdvanceAsync(admin, id, to);
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "test_clock.advancing");
    }

    [Theory]
    [InlineData("""{"name":"A","customer_ids":[]}""", "customer_ids")]
    [InlineData("""{"name":"A","customer_ids":["x"]}""", "customer_ids")]
    [InlineData("""{"name":"A","customer_ids":["0193b1a2-8e9f-7b21-a4c6-5d4e3c2b1a09","0193b1a2-8e9f-7b21-a4c6-5d4e3c2b1a09"]}""", "customer_ids")]
    [InlineData("""{"name":"","customer_ids":["0193b1a2-8e9f-7b21-a4c6-5d4e3c2b1a09"]}""", "name")]
    [InlineData("""{"name":"A","customer_ids":["0193b1a2-8e9f-7b21-a4c6-5d4e3c2b1a09"],"now":"2025-01-01T00:00:00Z"}""", "now")]
    [InlineData("""{"name":"A","customer_ids":["0193b1a2-8e9f-7b21-a4c6-5d4e3c2b1a09"],"now":"2100-01-01T00:00:00Z"}""", "now")]
    public async Task Clock_that_cannot_be_is_refused_by_field(string body, string field)
    {
        using var admin = await AdminAsync();
        using var refused = await admin.Http.PostAsJsonAsync(Path, JsonNode.Parse(body));
        var problem = await refused.Content.ReadFromJsonAsync<JsonObject>();
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem!["errors"]!.AsObject().Select(e => e.Key.Split('[')[0]).Distinct(StringComparer.Ordinal).ShouldBe([field]);
    }

    [Fact]
    public async Task Where_test_clocks_are_off_there_are_none()
    {
        using var admin = await AdminAsync();
        await using var off = api.With(host => host.UseSetting("Billing:TestClocks", "false"));
        off.StartServer();
        using var http = new HttpClient { BaseAddress = off.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", admin.Token);
        using (var listed = await http.GetAsync(Path))
            await listed.ShouldBeProblemAsync(HttpStatusCode.NotFound, "test_clock.not_found");
        using var read = await http.GetAsync($"{Path}/{Guid.CreateVersion7()}");
        (await read.ShouldBeProblemAsync(HttpStatusCode.NotFound, "test_clock.not_found"))["detail"]!.GetValue<string>().ShouldContain("Billing:TestClocks");
    }

    private async Task<TestCustomer> AdminAsync()
    {
        var admin = await TestCustomer.RegisterAsync(api);
        await admin.MakeAdminAsync(api);
        return admin;
    }

    private static Task<HttpResponseMessage> CreateAsync(TestCustomer admin, params Guid[] customers) => admin.Http.PostAsJsonAsync(Path, new JsonObject
    {
        ["name"] = "Story",
        ["now"] = Start,
        ["customer_ids"] = new JsonArray([.. customers.Select(c => JsonValue.Create(c))]),
    });

    private static Task<HttpResponseMessage> AdvanceAsync(TestCustomer admin, Guid clock, string to) =>
        admin.Http.PostAsJsonAsync($"{Path}/{clock}/advance", new JsonObject { ["to"] = to });
}
