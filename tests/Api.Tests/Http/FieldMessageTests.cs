using System.Net;
using System.Text;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

/// <summary>What is wrong is said in the words of the API, with what is allowed.</summary>
public sealed class FieldMessageTests(ConventionApi api) : IClassFixture<ConventionApi>
{
    [Theory]
    [InlineData("list?limit=0", "limit", "'limit' must be a whole number from 1 to 100.")]
    [InlineData("list?limit=x", "limit", "'limit' must be a whole number from 1 to 100.")]
    [InlineData("list?cursor=x", "cursor", "'cursor' must be an id (a UUID).")]
    [InlineData("list?limt=1", "limt", "'limt' is not a query parameter here; allowed: cursor, limit.")]
    [InlineData("list?limit=1&limit=1", "limit", "'limit' is given more than once.")]
    [InlineData("me?x=1", "x", "'x' is not a query parameter here; this address takes none.")]
    [InlineData("chosen?widget_kind=ugly", "widget_kind", "'widget_kind' must be one of: plain, very_fancy.")]
    [InlineData("count?n=many", "n", "'n' must be a whole number.")]
    [InlineData("count", "n", "'n' is required and must be a whole number.")]
    public async Task A_parameter_is_named_with_what_it_takes(string query, string field, string message)
    {
        using var client = api.ClientOf();
        using var response = await client.GetAsync($"/api/v1/test/{query}");
        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [field]);
        problem["errors"]![field]![0]!.GetValue<string>().ShouldBe(message);
    }

    [Theory]
    [InlineData("\"kind\":\"ugly\"", "kind", "'kind' must be one of: plain, very_fancy.")]
    [InlineData("\"kind\":1", "kind", "'kind' must be one of: plain, very_fancy.")]
    [InlineData("\"kind\":\"plain\",\"size\":\"1\"", "size", "'size' must be a whole number.")]
    [InlineData("\"kind\":\"plain\",\"name\":7", "name", "'name' must be text.")]
    [InlineData("\"kind\":\"plain\",\"tags\":{}", "tags", "'tags' must be a list.")]
    [InlineData("\"kind\":\"plain\",\"part\":1", "part", "'part' must be an object.")]
    [InlineData("\"kind\":\"plain\",\"at\":\"2026-11-22T09:00:00\"", "at",
        "'at' must be a time with an offset, such as 2026-11-22T09:00:00Z or 2026-11-22T11:00:00+02:00.")]
    public async Task A_field_is_named_with_what_it_takes(string members, string field, string message)
    {
        using var response = await PostAsync($"{{{members}}}");
        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [field]);
        problem["errors"]![field]![0]!.GetValue<string>().ShouldBe(message);
    }

    [Fact]
    public async Task A_long_name_comes_back_cut()
    {
        using var response = await PostAsync($$"""{"{{new string('n', 900_000)}}":1}""");
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, text[..Math.Min(500, text.Length)]);
        text.Length.ShouldBeLessThan(2000);
    }

    [Fact]
    public async Task A_body_that_is_missing_is_no_field()
    {
        await using var platform = new PlatformApi();
        await platform.InitializeAsync();
        using var customer = await TestCustomer.RegisterAsync(platform);
        using var response = await customer.Http.DeleteAsync("/api/v1/customers/me");
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed_json");
        await platform.Database.DisposeAsync();
    }

    private async Task<HttpResponseMessage> PostAsync(string body)
    {
        using var client = api.ClientOf();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.PostAsync("/api/v1/test/widgets", content);
    }
}
