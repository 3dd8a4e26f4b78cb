using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

public sealed class WriteLimitTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Writes_of_a_customer_are_counted_together_and_reads_are_not()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var other = await TestCustomer.RegisterAsync(api);
        await using var limited = api.With(host => host.UseSetting("RateLimits:Writes", "3").UseSetting("RateLimits:Window", "01:00:00"));
        using var http = ClientOf(limited, customer);
        using var again = await customer.LogInAgainAsync(api);
        using var second = ClientOf(limited, again);
        var left = new List<string>();
        foreach (var client in new[] { http, second, http })
        {
            using var written = await PreferAsync(client);
            written.StatusCode.ShouldBe(HttpStatusCode.OK);
            left.Add(written.Headers.GetValues("RateLimit-Remaining").Single());
        }

        left.ShouldBe(["2", "1", "0"]);
        using var refused = await PreferAsync(second);
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_requests");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        using var read = await http.GetAsync("/api/v1/auth/me");
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var stranger = ClientOf(limited, other);
        using var theirs = await PreferAsync(stranger);
        theirs.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Sensitive_commands_do_not_use_up_the_logins_of_an_office()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await using var limited = api.With(host => host.UseSetting("RateLimits:Permits", "2").UseSetting("RateLimits:Window", "01:00:00"));
        using var http = ClientOf(limited, customer);
        await using var db = api.Database.NewDb();
        await db.Database.ExecuteSqlAsync($"delete from rate_limit_counters");
        var path = $"/api/v1/instances/{Guid.CreateVersion7()}/actions";
        for (var i = 0; i < 4; i++)
        {
            using var stop = await http.PostAsJsonAsync(path, new JsonObject { ["action"] = "stop" });
            await stop.ShouldBeProblemAsync(HttpStatusCode.NotFound, "instance.not_found");
        }

        // Codes can be guessed at: those are counted, by themselves.
        http.DefaultRequestHeaders.Add("X-Second-Factor", "123456");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var stop = await http.PostAsJsonAsync(path, new JsonObject { ["action"] = "stop" });
            statuses.Add(stop.StatusCode);
        }

        statuses.ShouldBe([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests]);
        using var anonymous = limited.CreateClient();
        using var login = await anonymous.PostAsJsonAsync(
            "/api/v1/auth/login", new JsonObject { ["email"] = customer.Email, ["password"] = TestCustomer.Password });
        login.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Login_for_which_no_place_is_left_is_answered_with_503_and_when_to_come_again()
    {
        await using var busy = api.With(host => host.ConfigureTestServices(s => s.AddSingleton<IPasswordHasher>(new Overloaded())));
        using var http = busy.CreateClient();
        using var response = await http.PostAsJsonAsync("/api/v1/auth/login", new JsonObject { ["email"] = "a@example.com", ["password"] = "x" });
        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "overloaded");
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
    }

    private static Task<HttpResponseMessage> PreferAsync(HttpClient client) => client.PutAsJsonAsync("/api/v1/customers/me/preferences", new JsonObject());

    private static HttpClient ClientOf(PlatformApi api, TestCustomer customer)
    {
        var http = api.CreateClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", customer.Token);
        return http;
    }

    private sealed class Overloaded : IPasswordHasher
    {
        public string Dummy => "";

        public Task<string> HashAsync(string password, string? from, CancellationToken cancellationToken) =>
            throw new OverloadedException(TimeSpan.FromSeconds(2));

        public Task<bool> VerifyAsync(string hash, string password, string? from, CancellationToken cancellationToken) =>
            throw new OverloadedException(TimeSpan.FromSeconds(2));
    }
}
