using System.Net;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Hosting;

public sealed class HealthAndVersionTests(HealthAndVersionTests.Api api) : IClassFixture<HealthAndVersionTests.Api>
{
    [Fact]
    public async Task Liveness_check_is_healthy() => (await Get("/health/live")).ShouldBe("""{"status":"healthy","checks":{}}""");

    [Fact]
    public async Task Readiness_check_is_healthy_when_every_dependency_answers() =>
        (await Get("/health/ready")).ShouldBe("""{"status":"healthy","checks":{"database":"healthy","containers":"healthy","extra":"healthy"}}""");

    [Fact]
    public async Task Readiness_check_is_unhealthy_and_names_the_missing_dependency()
    {
        await using var broken = api.With(web => web.ConfigureTestServices(services => services.AddSingleton(Dead())));
        using var client = broken.CreateClient();
        using var response = await client.GetAsync("/health/ready");
        (await response.ShouldBeJsonAsync(HttpStatusCode.ServiceUnavailable)).ToJsonString()
            .ShouldBe("""{"status":"unhealthy","checks":{"database":"healthy","containers":"unhealthy","extra":"healthy"}}""");
    }

    [Fact]
    public async Task Version_endpoint_names_version_commit_and_runtime()
    {
        using var client = api.CreateClient();
        using var response = await client.GetAsync("/version");
        var version = await response.ShouldBeJsonAsync();
        version.Select(m => m.Key).ShouldBe(["version", "commit", "runtime"]);
        ((string?)version["version"]).ShouldBe("0.1.0");
    }

    [Fact]
    public async Task Answers_may_not_be_cached_framed_sniffed_or_run()
    {
        using var client = api.CreateClient();
        using var response = await client.GetAsync("/version");
        string Header(string name) => response.Headers.GetValues(name).Single();
        Header("Cache-Control").ShouldBe("no-store, no-transform");
        Header("X-Frame-Options").ShouldBe("DENY");
        Header("X-Content-Type-Options").ShouldBe("nosniff");
        Header("Referrer-Policy").ShouldBe("no-referrer");
        Header("Content-Security-Policy").ShouldBe("default-src 'none'; frame-ancestors 'none'");
        response.Headers.Contains("Server").ShouldBeFalse();
    }

    private async Task<string> Get(string path)
    {
        using var client = api.CreateClient();
        using var response = await client.GetAsync(path);
        return (await response.ShouldBeJsonAsync()).ToJsonString();
    }

    private static IContainerRuntime Dead()
    {
        var containers = Substitute.For<IContainerRuntime>();
        containers.PingAsync(default).ThrowsAsyncForAnyArgs(new DependencyUnavailableException("the container engine"));
        return containers;
    }

    public sealed class Api : PlatformApi
    {
        protected override void ConfigureServices(IServiceCollection services)
        {
            services.AddSingleton(Substitute.For<IContainerRuntime>());
            services.AddHealthChecks().AddCheck("extra", () => HealthCheckResult.Healthy());
        }
    }
}
