using System.Net;
using System.Net.Http.Json;
using Npgsql;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Hosting;

public sealed class DatabaseOutageTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Without_the_database_requests_answer_503_and_the_process_is_not_ready_but_alive()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await api.Database.Server.DropDatabaseAsync(new NpgsqlConnectionStringBuilder(api.Database.ConnectionString).Database!);

        using var me = await customer.Http.GetAsync("/api/v1/auth/me");
        await me.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "dependency_unavailable");
        me.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));

        using var registered = await customer.Http.PostAsJsonAsync("/api/v1/auth/register", TestCustomer.Registration("late@example.com"));
        await registered.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "dependency_unavailable");

        using var ready = await customer.Http.GetAsync("/health/ready");
        var health = await ready.ShouldBeJsonAsync(HttpStatusCode.ServiceUnavailable);
        ((string?)health["checks"]!["database"]).ShouldBe("unhealthy");

        using var live = await customer.Http.GetAsync("/health/live");
        await live.ShouldBeJsonAsync();
    }
}
