using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Plans;

public sealed class PlanCatalogueTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private const string Path = "/api/v1/admin/plans";
    private static int number;

    [Fact]
    public async Task New_plan_is_on_offer_at_once_and_can_be_bought()
    {
        using var admin = await AdminAsync();
        var code = NewCode();
        using var response = await OfferAsync(admin, Body(code));
        var created = await response.ShouldBeJsonAsync(HttpStatusCode.Created);
        response.Headers.Location.ShouldBe(new Uri($"/api/v1/plans/{code}", UriKind.Relative));
        var shown = $$"""
            "code":"{{code}}","version":1,"name":"Gold","max_instances":2,"max_users":7,"cpu_limit":1.5,"memory_limit":"2560M","storage_limit":"30G","database":"shared","trial_days":5,"prices":[{"billing_period":"monthly","currency":"USD","amount":12.50},{"billing_period":"annual","currency":"USD","amount":120.00},{"billing_period":"monthly","currency":"ZWG","amount":300.00}]
            """;
        created.Remove("id").ShouldBeTrue();
        created.Remove("offered_from").ShouldBeTrue();
        created.ToJsonString().ShouldBe($$"""{{{shown}},"withdrawn_at":null}""");

        using var offered = await api.CreateClient().GetAsync($"/api/v1/plans/{code}");
        (await offered.ShouldBeJsonAsync()).ToJsonString().ShouldBe(JsonNode.Parse($$"""{{{shown}}}""")!.ToJsonString());
        (await BuyAsync(code))["plan_version"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Next_version_takes_the_place_of_the_one_on_offer_and_who_has_that_keeps_it()
    {
        using var admin = await AdminAsync();
        var code = NewCode();
        using (var first = await OfferAsync(admin, Body(code)))
            first.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync(code);

        using (var second = await OfferAsync(admin, Body(code, b => (b["max_instances"], b["prices"]) = (1, Prices(99)))))
            (await second.ShouldBeJsonAsync(HttpStatusCode.Created))["version"]!.GetValue<int>().ShouldBe(2);

        var versions = await VersionsAsync(admin, code);
        versions.Select(v => (v["version"]!.GetValue<int>(), v["withdrawn_at"] is null)).ShouldBe([(2, true), (1, false)]);
        versions[0]["offered_from"]!.GetValue<string>().ShouldBe(versions[1]["withdrawn_at"]!.GetValue<string>(), "at no time are there two or none");
        using var read = await customer.Http.GetAsync($"/api/v1/subscriptions?tenant_id={tenant}");
        var kept = (await read.ShouldBeJsonAsync())["items"]!.AsArray().Single()!;
        (kept["plan_version"]!.GetValue<int>(), kept["amount"]!.GetValue<decimal>()).ShouldBe((1, 12.5m));
        await customer.OrderInstanceAsync(tenant, "one");
        await customer.OrderInstanceAsync(tenant, "two");
        (await BuyAsync(code))["amount"]!.GetValue<decimal>().ShouldBe(99m);
    }

    [Fact]
    public async Task Racing_operators_make_exactly_one_next_version()
    {
        using var admin = await AdminAsync();
        var code = NewCode();
        await RaceAsync(admin, code, 0);
        await RaceAsync(admin, code, 1);
        (await VersionsAsync(admin, code)).Select(v => v["version"]!.GetValue<int>()).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task Withdrawn_plan_is_not_offered_and_a_next_version_brings_it_back()
    {
        using var admin = await AdminAsync();
        var code = NewCode();
        using (var first = await OfferAsync(admin, Body(code)))
            first.StatusCode.ShouldBe(HttpStatusCode.Created);
        using (var withdrawn = await admin.Http.PostAsync(new Uri($"{Path}/{code}/withdraw", UriKind.Relative), content: null))
            (await withdrawn.ShouldBeJsonAsync())["withdrawn_at"].ShouldNotBeNull();
        using (var again = await admin.Http.PostAsync(new Uri($"{Path}/{code}/withdraw", UriKind.Relative), content: null))
            await again.ShouldBeProblemAsync(HttpStatusCode.NotFound, "plan.not_found");
        using (var hidden = await api.CreateClient().GetAsync($"/api/v1/plans/{code}"))
            await hidden.ShouldBeProblemAsync(HttpStatusCode.NotFound, "plan.not_found");
        using var customer = await TestCustomer.RegisterAsync(api);
        using (var refused = await customer.SubscribeAsync(await customer.OpenTenantAsync(), code))
            await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "plan.withdrawn");

        using (var stale = await OfferAsync(admin, Body(code, b => b["replaces_version"] = 0)))
            await stale.ShouldBeProblemAsync(HttpStatusCode.Conflict, "plan.superseded", details: ["latest_version"]);
        using (var back = await OfferAsync(admin, Body(code, b => b["replaces_version"] = 1)))
            (await back.ShouldBeJsonAsync(HttpStatusCode.Created))["version"]!.GetValue<int>().ShouldBe(2);
        (await BuyAsync(code))["plan_version"]!.GetValue<int>().ShouldBe(2);
    }

    [Theory]
    [InlineData("code", "\"Gold\"", "code")]
    [InlineData("code", "\"gold plan\"", "code")]
    [InlineData("code", "\"../x\"", "code")]
    [InlineData("code", "\"abcdefghijklmnopqrstuvwxyz01234\"", "code")]
    [InlineData("name", "\"\"", "name")]
    [InlineData("name", "\"<b>\"", "name")]
    [InlineData("max_instances", "0", "max_instances")]
    [InlineData("max_instances", "1.5", "max_instances")]
    [InlineData("max_users", "-1", "max_users")]
    [InlineData("cpu_limit", "0.05", "cpu_limit")]
    [InlineData("cpu_limit", "1.25", "cpu_limit")]
    [InlineData("memory_limit", "\"2 GB\"", "memory_limit")]
    [InlineData("memory_limit", "\"1M\"", "memory_limit")]
    [InlineData("storage_limit", "\"1M\"", "storage_limit")]
    [InlineData("database", "\"own\"", "database")]
    [InlineData("trial_days", "-1", "trial_days")]
    [InlineData("trial_days", "366", "trial_days")]
    [InlineData("prices", "[]", "prices")]
    [InlineData("prices", """[{"billing_period":"monthly","currency":"USD","amount":0}]""", "prices")]
    [InlineData("prices", """[{"billing_period":"monthly","currency":"USD","amount":-5}]""", "prices")]
    [InlineData("prices", """[{"billing_period":"monthly","currency":"USD","amount":5.001}]""", "prices")]
    [InlineData("prices", """[{"billing_period":"monthly","currency":"USD","amount":1000000000}]""", "prices")]
    [InlineData("prices", """[{"billing_period":"monthly","currency":"ZWL","amount":5}]""", "prices")]
    [InlineData("prices", """[{"billing_period":"monthly","currency":"USD","amount":5},{"billing_period":"monthly","currency":"USD","amount":6}]""", "prices")]
    [InlineData("surprise", "1", "surprise")]
    public async Task Plan_that_cannot_be_sold_is_refused_by_field(string member, string value, string field)
    {
        using var admin = await AdminAsync();
        var code = NewCode();
        using var refused = await OfferAsync(admin, Body(code, b => b[member] = JsonNode.Parse(value)));
        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [field]);
        problem["errors"]![field]!.AsArray().Count.ShouldBe(1);
        (await VersionsAsync(admin, code)).ShouldBeEmpty();
    }

    private static async Task RaceAsync(TestCustomer admin, string code, int seen)
    {
        // Each has codes of one second factor: the requests must not wait for each other there.
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async n =>
        {
            using var response = await OfferAsync(admin, Body(code, b => (b["replaces_version"], b["max_users"]) = (seen, n + 1)));
            return response.StatusCode;
        }));
        answers.Count(s => s == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(s => s == HttpStatusCode.Conflict).ShouldBe(9);
    }

    private async Task<TestCustomer> AdminAsync()
    {
        var admin = await TestCustomer.RegisterAsync(api);
        await admin.MakeAdminAsync(api);
        return admin;
    }

    private async Task<JsonObject> BuyAsync(string code)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var response = await customer.SubscribeAsync(await customer.OpenTenantAsync(), code);
        return await response.ShouldBeJsonAsync(HttpStatusCode.Created);
    }

    private static async Task<List<JsonNode>> VersionsAsync(TestCustomer admin, string code)
    {
        using var response = await admin.Http.GetAsync($"{Path}?code={code}");
        return [.. (await response.ShouldBeJsonAsync())["items"]!.AsArray().Select(v => v!)];
    }

    private static Task<HttpResponseMessage> OfferAsync(TestCustomer admin, JsonObject body) => admin.Http.PostAsJsonAsync(Path, body);

    private static string NewCode() => $"gold-{Interlocked.Increment(ref number)}";

    private static JsonArray Prices(decimal monthly) =>
        [new JsonObject { ["billing_period"] = "monthly", ["currency"] = "USD", ["amount"] = monthly }];

    private static JsonObject Body(string code, Action<JsonObject>? change = null)
    {
        var body = JsonNode.Parse($$"""
            {"code":"{{code}}","name":"Gold","max_instances":2,"max_users":7,"cpu_limit":1.5,"memory_limit":"2560M","storage_limit":"30G","database":"shared",
             "trial_days":5,"prices":[{"billing_period":"monthly","currency":"USD","amount":12.50},{"billing_period":"annual","currency":"USD","amount":120},
             {"billing_period":"monthly","currency":"ZWG","amount":300}]}
            """)!.AsObject();
        change?.Invoke(body);
        return body;
    }
}
