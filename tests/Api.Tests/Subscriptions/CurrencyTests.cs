using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Subscriptions;

/// <summary>In order: a rate that is there once stays.</summary>
public sealed class CurrencyTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Price_in_zwg_is_made_with_the_rate_that_is_valid_and_stays_when_the_next_one_comes()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using (var early = await SubscribeAsync(customer, "ZWG"))
            await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "plan.no_rate");

        await AddRateAsync(99m, TimeProvider.System.GetUtcNow().AddDays(1));
        using (var stillEarly = await SubscribeAsync(customer, "ZWG"))
            await stillEarly.ShouldBeProblemAsync(HttpStatusCode.Conflict, "plan.no_rate");

        await AddRateAsync(26.4137m, from: null);
        using var response = await SubscribeAsync(customer, "ZWG");
        var bought = await response.ShouldBeJsonAsync(HttpStatusCode.Created);
        ((string)bought["currency"]!, bought["amount"]!.GetValue<decimal>()).ShouldBe(("ZWG", 602.23m));

        await AddRateAsync(30m, TimeProvider.System.GetUtcNow().AddSeconds(1));
        using var read = await customer.Http.GetAsync($"/api/v1/subscriptions/{bought["id"]}");
        (await read.ShouldBeJsonAsync())["amount"]!.GetValue<decimal>().ShouldBe(602.23m);
    }

    [Theory]
    [InlineData("\"ZWL\"")]
    [InlineData("\"ZiG\"")]
    [InlineData("\"zwg\"")]
    [InlineData("\"EUR\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("1")]
    public async Task Other_currency_is_refused_with_the_words_to_use(string currency)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var refused = await SubscribeAsync(customer, JsonNode.Parse(currency));
        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["currency"]);
        if (currency.Length > 4)
            problem["errors"]!["currency"]![0]!.GetValue<string>().ShouldBe("Give USD, or ZWG for Zimbabwe Gold (not ZWL or ZiG), in capital letters.");
    }

    private static async Task<HttpResponseMessage> SubscribeAsync(TestCustomer customer, JsonNode? currency) =>
        await customer.Http.PostAsJsonAsync("/api/v1/subscriptions", new JsonObject
        {
            ["tenant_id"] = await customer.OpenTenantAsync(),
            ["plan"] = "basic",
            ["billing_period"] = "quarterly",
            ["currency"] = currency,
        });

    private async Task AddRateAsync(decimal rate, DateTimeOffset? from)
    {
        using var admin = await TestCustomer.RegisterAsync(api);
        await admin.MakeAdminAsync(api);
        using var added = await admin.Http.PostAsJsonAsync(
            "/api/v1/admin/exchange-rates", new JsonObject { ["currency"] = "ZWG", ["rate"] = rate, ["valid_from"] = from });
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
    }
}
