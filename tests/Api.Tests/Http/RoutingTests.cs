using System.Net;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

public sealed class RoutingTests(ConventionApi api) : IClassFixture<ConventionApi>
{
    private const string Id = "0193b000-0000-7000-8000-00000000000a";

    [Theory]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/test/nothing")]
    public async Task An_unknown_address_is_a_404_for_everybody(string path)
    {
        using var client = api.ClientOf(token: null);
        using var response = await client.GetAsync(path);
        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_wrong_method_is_a_405_that_names_the_right_ones()
    {
        using var client = api.ClientOf(token: null);
        using var response = await client.DeleteAsync("/api/v1/test/widgets");
        await response.ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        response.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("0193b00000007000800000000000000a")]
    [InlineData("%7B0193b000-0000-7000-8000-00000000000a%7D")]
    [InlineData("'%20OR%201=1--")]
    [InlineData("..%2F..%2Fetc")]
    public async Task An_id_that_is_none_is_a_404(string id)
    {
        using var client = api.ClientOf();
        using var response = await client.GetAsync($"/api/v1/test/widgets/{id}");
        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?n=")]
    [InlineData("?n=many")]
    public async Task A_bad_query_parameter_is_a_422_that_names_it(string query)
    {
        using var client = api.ClientOf();
        using var response = await client.GetAsync($"/api/v1/test/count{query}");
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["n"]);
    }

    [Theory]
    [InlineData("", 20, null)]
    [InlineData("?limit=1", 1, null)]
    [InlineData($"?limit=100&cursor={Id}", 100, Id)]
    public async Task A_list_takes_limit_and_cursor(string query, int limit, string? after)
    {
        using var client = api.ClientOf();
        using var response = await client.GetAsync($"/api/v1/test/list{query}");
        var paging = await response.ShouldBeJsonAsync();
        paging["limit"]!.GetValue<int>().ShouldBe(limit);
        ((string?)paging["after"]).ShouldBe(after);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=101", "limit")]
    [InlineData("?limit=-1", "limit")]
    [InlineData("?limit=ten", "limit")]
    [InlineData("?limit=", "limit")]
    [InlineData("?limt=1", "limt")]
    [InlineData("?LIMIT=1", "LIMIT")]
    [InlineData("?limit=1&limit=2", "limit")]
    [InlineData("?cursor=last", "cursor")]
    public async Task A_bad_limit_or_cursor_is_a_422_that_names_it(string query, string field)
    {
        using var client = api.ClientOf();
        using var response = await client.GetAsync($"/api/v1/test/list{query}");
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [field]);
    }

    [Fact]
    public async Task A_query_takes_an_enum_by_its_wire_name()
    {
        using var client = api.ClientOf();
        (await client.GetStringAsync("/api/v1/test/chosen?widget_kind=very_fancy")).ShouldBe("\"very_fancy\"");
    }

    [Theory]
    [InlineData("VeryFancy")]
    [InlineData("VERY_FANCY")]
    [InlineData("plain,very_fancy")]
    [InlineData("%20plain")]
    [InlineData("1")]
    [InlineData("ugly")]
    public async Task A_query_takes_no_other_name_of_an_enum(string kind)
    {
        using var client = api.ClientOf();
        using var response = await client.GetAsync($"/api/v1/test/chosen?widget_kind={kind}");
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["widget_kind"]);
    }

    [Fact]
    public async Task A_trailing_slash_is_accepted()
    {
        using var client = api.ClientOf();
        using var response = await client.GetAsync($"/api/v1/test/widgets/{Id}/");
        (await response.ShouldBeJsonAsync()).ToJsonString().ShouldBe($$"""{"id":"{{Id}}"}""");
    }

    [Fact]
    public async Task A_resource_carries_its_version_as_etag()
    {
        using var client = api.ClientOf();
        using var response = await client.GetAsync($"/api/v1/test/widgets/{Id}");
        response.Headers.ETag.ShouldNotBeNull().ToString().ShouldBe("\"7\"");
    }

    [Theory]
    [InlineData("\"7\"", HttpStatusCode.OK)]
    [InlineData("\"6\", \"7\"", HttpStatusCode.OK)]
    [InlineData("*", HttpStatusCode.OK)]
    [InlineData("\"6\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("W/\"7\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("7", HttpStatusCode.PreconditionFailed)]
    [InlineData("rubbish", HttpStatusCode.PreconditionFailed)]
    public async Task If_match_lets_only_the_version_named_be_changed(string header, HttpStatusCode expected)
    {
        using var client = api.ClientOf();
        client.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", header);
        using var response = await client.PutAsync($"/api/v1/test/widgets/{Id}", content: null);
        if (expected == HttpStatusCode.OK)
            await response.ShouldBeJsonAsync();
        else
            await response.ShouldBeProblemAsync(expected, "precondition_failed");
    }
}
