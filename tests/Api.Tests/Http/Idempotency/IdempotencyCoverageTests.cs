using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Api.Tests.Instances;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http.Idempotency;

public sealed class IdempotencyCoverageTests(InstanceApi api) : IClassFixture<InstanceApi>
{
    /// <summary>Every handler saves inside the transaction that holds the key as it does without one.</summary>
    [Fact]
    public async Task Customer_journey_succeeds_with_idempotency_keys_and_each_step_is_replayed()
    {
        var customer = await TestCustomer.RegisterAsync(api);
        var email = TestCustomer.NewEmail();
        await TwiceAsync("/auth/register", TestCustomer.Registration(email), HttpStatusCode.Created);
        await TwiceAsync("/auth/login", new() { ["email"] = email, ["password"] = TestCustomer.Password }, HttpStatusCode.OK);
        var tenant = (await TwiceAsync("/tenants", new() { ["name"] = "Acme" }, HttpStatusCode.Created))["id"]!.GetValue<Guid>();
        var subscription = new JsonObject { ["tenant_id"] = tenant, ["plan"] = "basic", ["billing_period"] = "monthly" };
        (await TwiceAsync("/subscriptions", subscription, HttpStatusCode.Created))["status"]!.GetValue<string>().ShouldBe("trialing");
        await RefusedTwiceAsync("/subscriptions", subscription, "subscription.exists");
        var body = InstanceApi.Body(tenant);
        var instance = (await TwiceAsync("/instances", body, HttpStatusCode.Created))["id"]!.GetValue<Guid>();
        await RefusedTwiceAsync("/instances", body, "instance.subdomain_taken");
        await api.FinishAsync(instance);
        await TwiceAsync($"/instances/{instance}/actions", Action("stop"), HttpStatusCode.Accepted);
        await RefusedTwiceAsync($"/instances/{instance}/actions", Action("restart"), "instance.busy");
        await TwiceAsync($"/instances/{instance}/actions", Action("terminate"), HttpStatusCode.Accepted);
        await TwiceAsync($"/tenants/{tenant}/suspend", null, HttpStatusCode.OK);
        await TwiceAsync($"/tenants/{tenant}/activate", null, HttpStatusCode.OK);

        using var loggedOut = await customer.Http.PostKeyedAsync("/api/v1/auth/logout", null, KeyedRequests.NewKey());
        loggedOut.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        async Task<JsonObject> TwiceAsync(string path, JsonObject? body, HttpStatusCode status)
        {
            var key = KeyedRequests.NewKey();
            using var first = await customer.Http.PostKeyedAsync($"/api/v1{path}", body?.DeepClone(), key);
            var text = await first.Content.ReadAsStringAsync();
            first.StatusCode.ShouldBe(status, text);
            using var second = await customer.Http.PostKeyedAsync($"/api/v1{path}", body?.DeepClone(), key);
            second.IsReplay().ShouldBeTrue(path);
            (second.StatusCode, await second.Content.ReadAsStringAsync()).ShouldBe((status, text));
            return JsonNode.Parse(text)!.AsObject();
        }

        async Task RefusedTwiceAsync(string path, JsonObject body, string code)
        {
            var key = KeyedRequests.NewKey();
            for (var i = 0; i < 2; i++)
            {
                using var refused = await customer.Http.PostKeyedAsync($"/api/v1{path}", body.DeepClone(), key);
                (refused.StatusCode, refused.IsReplay()).ShouldBe((HttpStatusCode.Conflict, false), path);
                (await CodeAsync(refused)).ShouldBe(code, path);
            }
        }
    }

    [Fact]
    public async Task Every_post_answers_a_request_with_the_same_idempotency_key_alike()
    {
        var posts = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal))
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains("POST")).ToList();
        posts.Count.ShouldBeGreaterThanOrEqualTo(30);
        var (replayed, refused, notKept) = (0, 0, new List<string>());
        foreach (var post in posts)
        {
            using var customer = await TestCustomer.RegisterAsync(api);
            // Let in everywhere, so that what is asked is answered.
            await customer.MakeAdminAsync(api);
            var (key, path) = (KeyedRequests.NewKey(), PathOf(post));
            using var first = await customer.Http.PostKeyedAsync(path, Example(post), key);
            using var second = await customer.Http.PostKeyedAsync(path, Example(post), key);
            var text = await first.Content.ReadAsStringAsync();
            ((int)first.StatusCode).ShouldBeLessThan(500, $"{post.RoutePattern.RawText} {text}");
            if (!first.IsSuccessStatusCode)
            {
                // Decided anew, and alike: nothing has happened in between.
                (second.StatusCode, second.IsReplay()).ShouldBe((first.StatusCode, false), post.RoutePattern.RawText);
                (await CodeAsync(second)).ShouldBe(await CodeAsync(first), post.RoutePattern.RawText);
                refused++;
                continue;
            }

            if (second.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                second.IsReplay().ShouldBeFalse(post.RoutePattern.RawText);
                notKept.Add(post.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName);
                continue;
            }

            second.IsReplay().ShouldBeTrue($"{post.RoutePattern.RawText} {text}");
            (second.StatusCode, await second.Content.ReadAsStringAsync()).ShouldBe((first.StatusCode, text));
            replayed++;
        }

        replayed.ShouldBeGreaterThanOrEqualTo(4);
        refused.ShouldBeGreaterThanOrEqualTo(10);
        // An ended session is no caller any more.
        notKept.Order(StringComparer.Ordinal).ShouldBe(["deactivate_account", "log_out"]);
    }

    [Fact]
    public async Task Every_post_documents_the_idempotency_key_and_the_replay_header()
    {
        using var http = api.CreateClient();
        var document = (await http.GetFromJsonAsync<JsonObject>("/swagger/v1/swagger.json"))!;
        var posts = document["paths"]!.AsObject().Where(p => p.Value!["post"] is not null).Select(p => (p.Key, Post: p.Value!["post"]!)).ToList();
        posts.Count.ShouldBeGreaterThan(7);
        posts.ShouldAllBe(p => p.Post["parameters"]!.AsArray().Any(x => (string?)x!["name"] == "Idempotency-Key" && (string?)x["in"] == "header"));
        posts.ShouldAllBe(p => p.Post["responses"]!["422"] != null);
        posts.ShouldAllBe(p => p.Post["responses"]!.AsObject().Any(r => r.Key[0] == '2'));
        posts.ShouldAllBe(p => p.Post["responses"]!.AsObject().All(r => r.Key[0] == '2' == TellsOfReplay(r.Value!)));
    }

    private static bool TellsOfReplay(JsonNode response) => response["headers"] is JsonObject headers && headers.ContainsKey("Idempotent-Replayed");

    private static async Task<string> CodeAsync(HttpResponseMessage problem) =>
        JsonNode.Parse(await problem.Content.ReadAsStringAsync())!["code"]!.GetValue<string>();

    private static JsonObject Action(string action) => new() { ["action"] = action };

    private static string PathOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => s.Parts.Single() switch
    {
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
        _ => Guid.CreateVersion7(DateTimeOffset.UnixEpoch).ToString(),
    }));

    private JsonNode? Example(RouteEndpoint endpoint)
    {
        var options = api.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return endpoint.Metadata.OfType<ExampleBody>().SingleOrDefault(e => e.Status is null) is { } example
            ? JsonSerializer.SerializeToNode(example.Body, example.Body.GetType(), options)
            : null;
    }
}
