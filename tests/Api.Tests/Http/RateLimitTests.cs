using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Api.Hosting;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

public sealed class RateLimitTests(RateLimitTests.Api api) : IClassFixture<RateLimitTests.Api>
{
    [Fact]
    public async Task Rate_limited_address_gets_retry_after()
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

        // Another process over the same database knows it as well.
        await using var second = api.With(_ => { });
        using var there = second.CreateClient();
        using var refusedThere = await there.GetAsync("/api/v1/test/limited");
        await refusedThere.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_requests");

        using var other = await client.GetAsync("/version");
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        other.Headers.Contains("RateLimit-Limit").ShouldBeFalse();
    }

    [Fact]
    public async Task Rate_limit_window_ends_and_a_new_one_starts()
    {
        await using var db = api.Database.NewDb();
        var counts = api.Services.GetRequiredService<IRateLimitCounters>();
        var first = await counts.CountAsync("203.0.113.7", TimeSpan.FromHours(1), CancellationToken.None);
        first.Requests.ShouldBe(1);
        // PostgreSQL keeps microseconds.
        first.Left.ShouldBe(TimeSpan.FromHours(1), tolerance: TimeSpan.FromMilliseconds(1));
        (await counts.CountAsync("203.0.113.7", TimeSpan.FromHours(1), CancellationToken.None)).Requests.ShouldBe(2);
        (await counts.CountAsync("203.0.113.8", TimeSpan.FromHours(1), CancellationToken.None)).Requests.ShouldBe(1);

        await db.Database.ExecuteSqlAsync($"update rate_limit_counters set ends_at = now() where source = '203.0.113.7'");
        (await counts.CountAsync("203.0.113.7", TimeSpan.FromHours(1), CancellationToken.None)).Requests.ShouldBe(1);
    }

    [Fact]
    public async Task Concurrent_requests_are_all_counted_by_the_rate_limit()
    {
        var counts = api.Services.GetRequiredService<IRateLimitCounters>();
        var seen = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            async _ => (await counts.CountAsync("race", TimeSpan.FromHours(1), CancellationToken.None)).Requests));
        seen.Order().ShouldBe(Enumerable.Range(1, 50));
    }

    public sealed class Api : PlatformApi
    {
        protected override void Configure(IDictionary<string, string> settings) =>
            (settings["RateLimits:Permits"], settings["RateLimits:Window"]) = ("3", "01:00:00");

        protected override void ConfigureServices(IServiceCollection services) => services.AddSingleton<MapMore>(
            group => group.MapGet("/test/limited", () => TypedResults.NoContent()).AllowAnonymous().IpRateLimited());
    }
}
