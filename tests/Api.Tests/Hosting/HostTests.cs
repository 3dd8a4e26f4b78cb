using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using SaaSOdoo.Api.Hosting;

namespace SaaSOdoo.Api.Tests.Hosting;

public sealed class HostTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    [Fact]
    public async Task A_settings_file_goes_above_appsettings_and_below_the_command_line()
    {
        await File.WriteAllTextAsync(file, """{"Urls":"http://127.0.0.1:1","Roles":"worker","ConnectionStrings":{"Platform":"Host=from-file"}}""");
        await using var app = PlatformHost.Build(["--settings", file, "--Roles=api"]);
        app.Configuration["Urls"].ShouldBe("http://127.0.0.1:1");
        app.Configuration["ConnectionStrings:Platform"].ShouldBe("Host=from-file");
        app.Configuration["Roles"].ShouldBe("api");
    }

    [Fact]
    public async Task Default_port_is_5000()
    {
        await using var app = PlatformHost.Build(["--ConnectionStrings:Platform=Host=none"]);
        app.Configuration["Urls"].ShouldBe("http://*:5000");
    }

    [Fact]
    public async Task Worker_role_serves_health_checks_but_not_the_api()
    {
        await using var worker = PlatformHost.Build(["--ConnectionStrings:Platform=Host=none", "--Roles=worker"]);
        var routes = ((IEndpointRouteBuilder)worker).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText).ToList();
        routes.ShouldContain("/health/ready");
        routes.ShouldNotContain(r => r!.StartsWith("/api", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("api", true, false)]
    [InlineData("worker", false, true)]
    [InlineData("API, Worker", true, true)]
    public void Roles_are_read_from_one_setting(string roles, bool api, bool worker) =>
        PlatformRoles.Of(Settings(roles)).ShouldBe(new PlatformRoles(api, worker));

    [Theory]
    [InlineData("")]
    [InlineData("api,cook")]
    public void An_unknown_role_stops_the_start(string roles) => Should.Throw<InvalidOperationException>(() => PlatformRoles.Of(Settings(roles)));

    public void Dispose() => File.Delete(file);

    private static IConfiguration Settings(string roles) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Roles"] = roles }).Build();
}
