using System.Net;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

public sealed class ProblemTests(ConventionApi api) : IClassFixture<ConventionApi>
{
    [Theory]
    [InlineData(ErrorKind.Validation, 422)]
    [InlineData(ErrorKind.Unauthenticated, 401)]
    [InlineData(ErrorKind.PaymentRequired, 402)]
    [InlineData(ErrorKind.Forbidden, 403)]
    [InlineData(ErrorKind.NotFound, 404)]
    [InlineData(ErrorKind.Conflict, 409)]
    [InlineData(ErrorKind.PreconditionFailed, 412)]
    [InlineData(ErrorKind.TooMany, 429)]
    [InlineData(ErrorKind.Unavailable, 503)]
    public async Task An_error_becomes_its_status_with_its_facts(ErrorKind kind, int status)
    {
        using var client = api.ClientOf();
        using var response = await client.GetAsync($"/api/v1/test/error/{kind}");
        var problem = await response.ShouldBeProblemAsync((HttpStatusCode)status, "test.refused", details: ["limit"]);
        problem["detail"]!.GetValue<string>().ShouldBe("It was refused.");
        problem["limit"]!.GetValue<int>().ShouldBe(3);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("docker", 503, "dependency_unavailable")]
    [InlineData("database", 503, "dependency_unavailable")]
    [InlineData("concurrency", 409, "concurrent_update")]
    [InlineData("unique", 409, "already_exists")]
    [InlineData("bug", 500, "internal_error")]
    public async Task An_exception_becomes_a_problem_without_its_text(string what, int status, string code)
    {
        using var client = api.ClientOf();
        using var response = await client.GetAsync($"/api/v1/test/throw/{what}");
        var problem = await response.ShouldBeProblemAsync((HttpStatusCode)status, code);
        problem.ToJsonString().ShouldNotContain("secret");
        (response.Headers.RetryAfter is not null).ShouldBe(status == 503);
    }

    [Fact]
    public async Task A_request_id_given_is_used_everywhere()
    {
        using var client = api.ClientOf();
        client.DefaultRequestHeaders.Add("X-Request-Id", "my-request_1.0");
        using var response = await client.GetAsync("/api/v1/test/throw/bug");
        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "internal_error");
        problem["trace_id"]!.GetValue<string>().ShouldBe("my-request_1.0");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("two words")]
    [InlineData("a;b")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task Without_a_harmless_request_id_the_trace_id_is_used(string? given)
    {
        using var client = api.ClientOf();
        if (given is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("X-Request-Id", given);
        using var response = await client.GetAsync("/api/v1/test/open");
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        response.Headers.GetValues("X-Request-Id").Single().ShouldMatch("^[0-9a-f]{32}$");
    }
}
