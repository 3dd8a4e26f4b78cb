using System.Net;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Plans;

public sealed class PlanTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    // billing.md's table; the factors of the periods are 1, 2.85, 5.5 and 10.
    private const string Catalogue = """
        [
          { "code": "starter", "version": 1, "name": "Starter", "max_instances": 1, "max_users": 5, "cpu_limit": 1.0, "memory_limit": "2G",
            "storage_limit": "10G", "database": "shared", "trial_days": 14, "prices": [
              { "billing_period": "monthly", "currency": "USD", "amount": 5.00 }, { "billing_period": "quarterly", "currency": "USD", "amount": 14.25 },
              { "billing_period": "biannual", "currency": "USD", "amount": 27.50 }, { "billing_period": "annual", "currency": "USD", "amount": 50.00 } ] },
          { "code": "basic", "version": 1, "name": "Basic", "max_instances": 3, "max_users": 25, "cpu_limit": 2.0, "memory_limit": "4G",
            "storage_limit": "20G", "database": "shared", "trial_days": 14, "prices": [
              { "billing_period": "monthly", "currency": "USD", "amount": 8.00 }, { "billing_period": "quarterly", "currency": "USD", "amount": 22.80 },
              { "billing_period": "biannual", "currency": "USD", "amount": 44.00 }, { "billing_period": "annual", "currency": "USD", "amount": 80.00 } ] },
          { "code": "professional", "version": 1, "name": "Professional", "max_instances": 10, "max_users": 100, "cpu_limit": 4.0, "memory_limit": "8G",
            "storage_limit": "50G", "database": "shared", "trial_days": 14, "prices": [
              { "billing_period": "monthly", "currency": "USD", "amount": 19.00 }, { "billing_period": "quarterly", "currency": "USD", "amount": 54.15 },
              { "billing_period": "biannual", "currency": "USD", "amount": 104.50 }, { "billing_period": "annual", "currency": "USD", "amount": 190.00 } ] },
          { "code": "enterprise", "version": 1, "name": "Enterprise", "max_instances": 50, "max_users": 1000, "cpu_limit": 8.0, "memory_limit": "16G",
            "storage_limit": "100G", "database": "dedicated", "trial_days": 0, "prices": [
              { "billing_period": "monthly", "currency": "USD", "amount": 49.00 }, { "billing_period": "quarterly", "currency": "USD", "amount": 139.65 },
              { "billing_period": "biannual", "currency": "USD", "amount": 269.50 }, { "billing_period": "annual", "currency": "USD", "amount": 490.00 } ] }
        ]
        """;

    [Fact]
    public async Task The_catalogue_is_public_and_as_designed()
    {
        using var http = api.CreateClient();
        using var response = await http.GetAsync("/api/v1/plans");
        (await response.ShouldBeJsonAsync())["items"]!.ToJsonString().ShouldBe(JsonNode.Parse(Catalogue)!.ToJsonString());
    }

    [Theory]
    [InlineData("starter", 0)]
    [InlineData("basic", 1)]
    [InlineData("professional", 2)]
    [InlineData("enterprise", 3)]
    public async Task A_plan_is_found_by_its_code(string code, int position)
    {
        using var http = api.CreateClient();
        using var response = await http.GetAsync($"/api/v1/plans/{code}");
        (await response.ShouldBeJsonAsync()).ToJsonString().ShouldBe(JsonNode.Parse(Catalogue)![position]!.ToJsonString());
    }

    [Theory]
    [InlineData("gold")]
    [InlineData("BASIC")]
    [InlineData("basic'--")]
    [InlineData("%E2%80%AEbasic")]
    public async Task Unknown_plan_code_is_not_found(string code)
    {
        using var http = api.CreateClient();
        using var response = await http.GetAsync($"/api/v1/plans/{code}");
        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "plan.not_found");
    }
}
