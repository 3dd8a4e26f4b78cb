using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Plans;

public sealed class ExchangeRateTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private const string Path = "/api/v1/admin/exchange-rates";

    [Fact]
    public async Task Racing_rates_of_one_second_are_one()
    {
        using var admin = await AdminAsync();
        var from = TimeProvider.System.GetUtcNow().AddYears(1);
        var answers = await Task.WhenAll(Enumerable.Range(1, 10).Select(async n =>
        {
            using var response = await AddAsync(admin, n, from);
            return response.StatusCode;
        }));
        answers.Count(s => s == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(s => s == HttpStatusCode.Conflict).ShouldBe(9);
        await using var db = api.Database.NewDb();
        (await db.ExchangeRates.CountAsync(r => r.ValidFrom > from.AddDays(-1) && r.ValidFrom < from.AddDays(1))).ShouldBe(1);
    }

    [Fact]
    public async Task Rates_are_listed_newest_first_and_shown_as_they_were_given()
    {
        using var admin = await AdminAsync();
        using (var first = await AddAsync(admin, 26.4137m, new(2030, 1, 1, 2, 0, 0, TimeSpan.FromHours(2))))
            (await first.ShouldBeJsonAsync(HttpStatusCode.Created))["valid_from"]!.GetValue<string>().ShouldBe("2030-01-01T00:00:00.000000Z");
        using (var second = await AddAsync(admin, 27m, new(2030, 1, 2, 0, 0, 0, TimeSpan.Zero)))
            second.StatusCode.ShouldBe(HttpStatusCode.Created);
        using (var same = await AddAsync(admin, 28m, new(2030, 1, 2, 0, 0, 0, 400, TimeSpan.Zero)))
            await same.ShouldBeProblemAsync(HttpStatusCode.Conflict, "exchange_rate.exists");

        using var listed = await admin.Http.GetAsync($"{Path}?limit=2");
        (await listed.ShouldBeJsonAsync())["items"]!.AsArray().Select(r => ((string)r!["currency"]!, r["rate"]!.GetValue<decimal>()))
            .ShouldBe([("ZWG", 27m), ("ZWG", 26.4137m)]);
    }

    [Theory]
    [InlineData("USD", "1", null, "currency")]
    [InlineData("ZWL", "1", null, "currency")]
    [InlineData("ZWG", "0", null, "rate")]
    [InlineData("ZWG", "26.4137001", null, "rate")]
    [InlineData("ZWG", "1e30", null, "rate")]
    [InlineData("ZWG", "26.4137", "2020-01-01T00:00:00Z", "valid_from")]
    [InlineData("ZWG", "26.4137", "soon", "valid_from")]
    public async Task Rate_that_cannot_be_used_is_refused_by_field(string currency, string rate, string? from, string field)
    {
        using var admin = await AdminAsync();
        var body = new JsonObject { ["currency"] = currency, ["rate"] = JsonNode.Parse(rate) };
        if (from is not null)
            body["valid_from"] = from;
        using var refused = await admin.Http.PostAsJsonAsync(Path, body);
        await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [field]);
    }

    private async Task<TestCustomer> AdminAsync()
    {
        var admin = await TestCustomer.RegisterAsync(api);
        await admin.MakeAdminAsync(api);
        return admin;
    }

    private static Task<HttpResponseMessage> AddAsync(TestCustomer admin, decimal rate, DateTimeOffset from) =>
        admin.Http.PostAsJsonAsync(Path, new JsonObject { ["currency"] = "ZWG", ["rate"] = rate, ["valid_from"] = from });
}
