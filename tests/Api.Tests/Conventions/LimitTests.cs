using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Api.Endpoints;
using SaaSOdoo.Api.Hosting;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Conventions;

public sealed class LimitTests(LimitTests.Api api) : IClassFixture<LimitTests.Api>
{
    [Fact]
    public async Task An_address_that_asks_too_often_is_told_when_to_come_back()
    {
        using var client = api.CreateClient();
        var left = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var allowed = await client.GetAsync("/api/v1/test/limited");
            allowed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            allowed.Headers.GetValues("RateLimit-Limit").Single().ShouldBe("3");
            left.Add(allowed.Headers.GetValues("RateLimit-Remaining").Single());
        }

        left.ShouldBe(["2", "1", "0"]);
        using var refused = await client.GetAsync("/api/v1/test/limited");
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_requests");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        refused.Headers.GetValues("RateLimit-Remaining").Single().ShouldBe("0");

        using var other = await client.GetAsync("/version");
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        other.Headers.Contains("RateLimit-Limit").ShouldBeFalse();
    }

    public sealed class Api : PlatformApi
    {
        protected override void Configure(IDictionary<string, string> settings) =>
            (settings["RateLimits:Permits"], settings["RateLimits:Window"]) = ("3", "01:00:00");

        protected override void ConfigureServices(IServiceCollection services) => services.AddSingleton<MapMore>(
            group => group.MapGet("/test/limited", () => TypedResults.NoContent()).AllowAnonymous().LimitedPerAddress());
    }
}
