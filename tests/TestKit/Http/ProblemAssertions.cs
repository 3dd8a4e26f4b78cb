using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;

namespace SaaSOdoo.TestKit.Http;

/// <summary>Asserts whole answers, so that a member too many or too few is seen.</summary>
public static class ProblemAssertions
{
    private static readonly string[] Always = ["type", "title", "status", "detail", "instance", "code", "trace_id"];

    /// <summary>The whole problem: media type, every member it must have, and no others than <paramref name="details"/>.</summary>
    /// <param name="code">The stable code.</param>
    /// <param name="errors">The fields of <c>errors</c>, in any order; null when there must be none.</param>
    /// <param name="details">The names of the other members.</param>
    public static async Task<JsonObject> ShouldBeProblemAsync(
        this HttpResponseMessage response, HttpStatusCode status, string code, string[]? errors = null, string[]? details = null)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType.ShouldNotBeNull(text).MediaType.ShouldBe("application/problem+json");

        var problem = JsonNode.Parse(text)!.AsObject();
        string[] expected = [.. Always, .. errors is null ? Array.Empty<string>() : ["errors"], .. details ?? []];
        problem.Select(m => m.Key).ShouldBe(expected, ignoreOrder: true, text);
        problem["status"]!.GetValue<int>().ShouldBe((int)status);
        problem["code"]!.GetValue<string>().ShouldBe(code, text);
        problem["type"]!.GetValue<string>().ShouldBe($"urn:saasodoo:problem:{code}");
        problem["title"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        problem["detail"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        problem["instance"]!.GetValue<string>().ShouldBe(response.RequestMessage!.RequestUri!.AbsolutePath);
        problem["trace_id"]!.GetValue<string>().ShouldBe(response.Headers.GetValues("X-Request-Id").Single());

        if (errors is not null)
            problem["errors"]!.AsObject().Select(e => e.Key).ShouldBe(errors, ignoreOrder: true, text);
        return problem;
    }

    /// <summary>The body of a success; a failure is shown with its text.</summary>
    public static async Task<JsonObject> ShouldBeJsonAsync(this HttpResponseMessage response, HttpStatusCode status = HttpStatusCode.OK)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType.ShouldNotBeNull(text).MediaType.ShouldBe("application/json");
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>Posts an anonymous object as it stands: members are named in snake_case by the writer.</summary>
    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, object body) =>
        client.PostAsJsonAsync(path, body, JsonSerializerOptions.Default);
}
