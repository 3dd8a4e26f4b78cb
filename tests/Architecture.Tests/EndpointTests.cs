using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Hosting;
using SaaSOdoo.Api.Http.Idempotency;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Architecture.Tests.Rules;
using SaaSOdoo.Planted.Plans;

namespace SaaSOdoo.Architecture.Tests;

public sealed class EndpointTests
{
    [Fact]
    public async Task Every_endpoint_states_authorization_name_summary_tag_success_problems_and_examples()
    {
        await using var app = PlatformHost.Build(["--ConnectionStrings:Platform=Host=none"]);
        EndpointRules.StateEverything(EndpointsOf(app)).ShouldHold();
    }

    [Fact]
    public async Task Names_of_endpoints_are_unique()
    {
        await using var app = PlatformHost.Build(["--ConnectionStrings:Platform=Host=none"]);
        EndpointRules.NamesAreUnique(EndpointsOf(app)).ShouldHold();
    }

    [Fact]
    public async Task The_tag_of_an_endpoint_is_its_feature()
    {
        await using var app = PlatformHost.Build(["--ConnectionStrings:Platform=Host=none"]);
        EndpointRules.TagsAreFeatures(EndpointsOf(app)).ShouldHold();
    }

    [Fact]
    public async Task A_tag_of_another_feature_is_found()
    {
        Delegate list = PlantedEndpoints.List;
        await using var app = Planted(map =>
        {
            map.MapGet("/plans", list).WithTags("Plans");
            map.MapGet("/stranger", list).WithTags("Catalogue");
            map.MapGet("/neighbour", list).WithTags("Tenants");
        });
        EndpointRules.TagsAreFeatures(EndpointsOf(app)).ShouldReportOnly("GET /stranger", "GET /neighbour");
    }

    [Fact]
    public async Task An_endpoint_that_keeps_silent_about_anything_is_found()
    {
        await using var app = Planted(map =>
        {
            map.MapGet("/good", () => 1).AllowAnonymous().WithName("good").WithSummary("Good").WithTags("T").WithStatedProblems();
            map.MapPost("/also-good", (Body body) => body).WithMetadata(new TakesIdempotencyKey()).RequireAuthorization().SessionOnly().WithName("also_good").WithSummary("Good").WithTags("T")
                .Takes(new Body(1)).WithStatedProblems();
            map.MapGet("/silent", () => Results.NoContent());
            map.MapGet("/no-authorization", () => 1).WithName("b").WithSummary("B").WithTags("T").WithStatedProblems();
            map.MapGet("/no-access", () => 1).RequireAuthorization().WithName("k").WithSummary("K").WithTags("T").WithStatedProblems();
            map.MapGet("/bad-name", () => 1).AllowAnonymous().WithName("BadName").WithSummary("C").WithTags("T").WithStatedProblems();
            map.MapGet("/no-summary", () => 1).AllowAnonymous().WithName("d").WithTags("T").WithStatedProblems();
            map.MapGet("/no-success", () => Results.NoContent()).AllowAnonymous().WithName("e").WithSummary("E").WithTags("T").WithStatedProblems();
            map.MapGet("/no-problems", () => 1).AllowAnonymous().WithName("f").WithSummary("F").WithTags("T");
            map.MapGet("/foreign-problem", () => 1).AllowAnonymous().WithName("g").WithSummary("G").WithTags("T").ProducesProblem(404).WithStatedProblems();
            map.MapPost("/no-example", (Body body) => body).AllowAnonymous().WithName("h").WithSummary("H").WithTags("T").WithStatedProblems();
            map.MapPost("/not-repeatable", () => 1).AllowAnonymous().WithName("l").WithSummary("L").WithTags("T").WithStatedProblems();
            map.MapPut("/blind", () => 1).AllowAnonymous().WithName("l").WithSummary("L").WithTags("T").WithStatedProblems();
            map.MapPut("/careful", ([FromHeader(Name = "If-Match")] IfMatch? ifMatch) => ifMatch is null)
                .AllowAnonymous().WithName("m").WithSummary("M").WithTags("T").WithStatedProblems();
            map.MapGet("/camel", (int tenantId) => tenantId).AllowAnonymous().WithName("i").WithSummary("I").WithTags("T").WithStatedProblems();
            map.MapGet("/snake", ([FromQuery(Name = "tenant_id")] int tenantId) => tenantId)
                .AllowAnonymous().WithName("j").WithSummary("J").WithTags("T").WithStatedProblems();
        });
        EndpointRules.StateEverything(EndpointsOf(app)).ShouldReportOnly(
            "GET /silent", "GET /no-authorization", "GET /no-access", "GET /bad-name", "GET /no-summary", "GET /no-success", "GET /no-problems",
            "GET /foreign-problem", "POST /no-example", "POST /not-repeatable", "PUT /blind", "GET /camel");
    }

    [Fact]
    public async Task A_name_given_twice_is_found()
    {
        await using var app = Planted(map =>
        {
            map.MapGet("/a", () => 1).WithName("same");
            map.MapGet("/b", () => 1).WithName("same");
            map.MapGet("/c", () => 1).WithName("other");
        });
        EndpointRules.NamesAreUnique(EndpointsOf(app)).ShouldReportOnly("GET /a", "GET /b");
    }

    private static List<Endpoint> EndpointsOf(IEndpointRouteBuilder app) => [.. app.DataSources.SelectMany(s => s.Endpoints)];

    private static WebApplication Planted(Action<IEndpointRouteBuilder> map)
    {
        var app = WebApplication.Create();
        map(app);
        return app;
    }

    private sealed record Body(int Number);
}
