using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

/// <summary>Conventions that hold for every endpoint of the API, also for those that are added later.</summary>
public sealed class EveryEndpointTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Without_a_session_all_but_the_public_ones_answer_401()
    {
        using var client = api.CreateClient();
        var closed = Endpoints().Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null).ToList();
        closed.Count.ShouldBeGreaterThan(20);
        (await AnswersAsync(client, closed, _ => null)).ShouldAllBe(a => a.EndsWith("401 unauthenticated"));
    }

    [Fact]
    public async Task An_id_of_nothing_answers_404()
    {
        using var customer = await OperatorAsync();
        var withId = Endpoints().Where(e => e.RoutePattern.GetParameter("id") is not null).ToList();
        withId.Count.ShouldBeGreaterThan(12);
        var answers = await AnswersAsync(customer.Http, withId, e => Example(e) is { } body ? Json(body.ToJsonString()) : null);
        answers.ShouldAllBe(a => a.Contains(" 404 ") && a.EndsWith("not_found"));
    }

    [Fact]
    public async Task An_id_that_is_none_answers_404()
    {
        using var customer = await OperatorAsync();
        var withId = Endpoints().Where(e => e.RoutePattern.GetParameter("id") is not null).ToList();
        var answers = await AnswersAsync(customer.Http, withId, e => Example(e) is { } body ? Json(body.ToJsonString()) : null, id: "1' OR '1'='1");
        answers.ShouldAllBe(a => a.EndsWith("404 not_found"));
    }

    [Fact]
    public async Task An_unknown_field_answers_422_and_is_named()
    {
        using var customer = await OperatorAsync();
        var answers = await AnswersAsync(customer.Http, Taking(), e =>
        {
            var body = Example(e)!;
            body["surprise"] = 1;
            return Json(body.ToJsonString());
        });
        answers.ShouldAllBe(a => a.EndsWith("422 validation_failed surprise"));
    }

    [Fact]
    public async Task Json_that_cannot_be_read_answers_400()
    {
        using var customer = await OperatorAsync();
        (await AnswersAsync(customer.Http, Taking(), _ => Json("{"))).ShouldAllBe(a => a.EndsWith("400 malformed_json"));
    }

    [Fact]
    public async Task Unsupported_content_type_answers_415()
    {
        using var customer = await OperatorAsync();
        (await AnswersAsync(customer.Http, Taking(), _ => new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded")))
            .ShouldAllBe(a => a.EndsWith("415 unsupported_media_type"));
    }

    // Let in everywhere, so that what is asked is answered.
    private async Task<TestCustomer> OperatorAsync()
    {
        var customer = await TestCustomer.RegisterAsync(api);
        await customer.MakeAdminAsync(api);
        return customer;
    }

    private List<RouteEndpoint> Endpoints() => [.. api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal))];

    private List<RouteEndpoint> Taking()
    {
        var taking = Endpoints().Where(e => e.Metadata.GetMetadata<IAcceptsMetadata>() is not null).ToList();
        taking.Count.ShouldBeGreaterThan(5);
        return taking;
    }

    private JsonNode? Example(RouteEndpoint endpoint)
    {
        var options = api.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return endpoint.Metadata.OfType<ExampleBody>().SingleOrDefault(e => e.Status is null) is { } example
            ? JsonSerializer.SerializeToNode(example.Body, example.Body.GetType(), options)
            : null;
    }

    // One line for each endpoint: its method and route, the status, the code and the fields of the problem.
    private static async Task<List<string>> AnswersAsync(
        HttpClient client, List<RouteEndpoint> endpoints, Func<RouteEndpoint, HttpContent?> body, string? id = null)
    {
        var answers = new List<string>();
        foreach (var endpoint in endpoints)
        {
            var method = endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single();
            var path = string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => s.Parts.Single() switch
            {
                RoutePatternLiteralPart literal => literal.Content,
                _ => Uri.EscapeDataString(id ?? Guid.CreateVersion7(DateTimeOffset.UnixEpoch).ToString()),
            }));
            using var request = new HttpRequestMessage(new HttpMethod(method), $"/{path}") { Content = body(endpoint) };
            using var response = await client.SendAsync(request);
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            var fields = problem["errors"]?.AsObject().Select(f => f.Key) ?? [];
            answers.Add(string.Join(' ', [$"{method} {endpoint.RoutePattern.RawText}", $"{(int)response.StatusCode}", (string?)problem["code"], .. fields]));
        }

        return answers;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
