using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Sessions;

public sealed class SessionTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private const string Path = "/api/v1/auth/sessions";

    [Fact]
    public async Task Logging_out_ends_this_session_and_no_other()
    {
        using var first = await TestCustomer.RegisterAsync(api);
        using var second = await first.LogInAgainAsync(api);

        using var loggedOut = await first.Http.PostAsync(new Uri("/api/v1/auth/logout", UriKind.Relative), content: null);
        loggedOut.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await MeAsync(first)).ShouldBe(HttpStatusCode.Unauthorized);
        (await MeAsync(second)).ShouldBe(HttpStatusCode.OK);
        using var again = await first.Http.PostAsync(new Uri("/api/v1/auth/logout", UriKind.Relative), content: null);
        await again.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task The_list_shows_live_sessions_newest_first_and_marks_the_present_one()
    {
        using var first = await TestCustomer.RegisterAsync(api);
        first.Http.DefaultRequestHeaders.Add("User-Agent", new string('u', 400));
        using var second = await first.LogInAgainAsync(api);
        using var stranger = await TestCustomer.RegisterAsync(api);

        using var response = await second.Http.GetAsync(Path);

        var page = await response.ShouldBeJsonAsync();
        page["next_cursor"].ShouldBeNull();
        var items = page["items"]!.AsArray();
        items.Count.ShouldBe(2);
        items.Select(s => s!["is_current"]!.GetValue<bool>()).ShouldBe([true, false]);
        items[0]!.AsObject().Select(m => m.Key)
            .ShouldBe(["id", "ip_address", "user_agent", "created_at", "expires_at", "last_used_at", "is_current"]);
        items[0]!["ip_address"]!.GetValue<string>().ShouldBe("127.0.0.1");
        items.Select(s => s!["id"]!.GetValue<Guid>()).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task The_list_is_paged_by_cursor()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var second = await customer.LogInAgainAsync(api);
        using var third = await customer.LogInAgainAsync(api);
        var all = await ItemsAsync(customer, Path);
        all.Count.ShouldBe(3);

        using var first = await customer.Http.GetAsync($"{Path}?limit=2");
        var page = await first.ShouldBeJsonAsync();
        page["items"]!.AsArray().Select(Id).ShouldBe(all.Take(2).Select(Id));
        var cursor = page["next_cursor"]!.GetValue<string>();

        using var next = await customer.Http.GetAsync($"{Path}?limit=2&cursor={cursor}");
        var last = await next.ShouldBeJsonAsync();
        last["items"]!.AsArray().Select(Id).ShouldBe(all.Skip(2).Select(Id));
        last["next_cursor"].ShouldBeNull();
    }

    [Fact]
    public async Task Own_session_can_be_revoked_and_a_foreign_one_is_not_found()
    {
        using var first = await TestCustomer.RegisterAsync(api);
        using var second = await first.LogInAgainAsync(api);
        using var stranger = await TestCustomer.RegisterAsync(api);
        var ofFirst = (await ItemsAsync(first, Path)).Single(s => s["is_current"]!.GetValue<bool>());

        using var refused = await stranger.Http.DeleteAsync($"{Path}/{Id(ofFirst)}");
        await refused.ShouldBeProblemAsync(HttpStatusCode.NotFound, "session.not_found");
        (await MeAsync(first)).ShouldBe(HttpStatusCode.OK);

        using var revoked = await second.Http.DeleteAsync($"{Path}/{Id(ofFirst)}");
        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await MeAsync(first)).ShouldBe(HttpStatusCode.Unauthorized);
        (await MeAsync(second)).ShouldBe(HttpStatusCode.OK);
        using var twice = await second.Http.DeleteAsync($"{Path}/{Id(ofFirst)}");
        await twice.ShouldBeProblemAsync(HttpStatusCode.NotFound, "session.not_found");
    }

    [Fact]
    public async Task All_other_sessions_can_be_revoked_at_once()
    {
        using var first = await TestCustomer.RegisterAsync(api);
        using var second = await first.LogInAgainAsync(api);
        using var third = await first.LogInAgainAsync(api);
        using var stranger = await TestCustomer.RegisterAsync(api);

        using var revoked = await second.Http.DeleteAsync(Path);
        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await MeAsync(first)).ShouldBe(HttpStatusCode.Unauthorized);
        (await MeAsync(third)).ShouldBe(HttpStatusCode.Unauthorized);
        (await MeAsync(second)).ShouldBe(HttpStatusCode.OK);
        (await MeAsync(stranger)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Expired_session_is_rejected()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await using var db = api.Database.NewDb();
        await db.Sessions.Where(s => s.CustomerId == new CustomerId(customer.Id))
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.ExpiresAt, TimeProvider.System.GetUtcNow()));
        (await MeAsync(customer)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Session_last_used_time_is_written_at_most_once_a_minute()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await using var db = api.Database.NewDb();
        var session = db.Sessions.Where(s => s.CustomerId == new CustomerId(customer.Id));
        var created = await session.Select(s => s.LastUsedAt).SingleAsync();
        (await MeAsync(customer)).ShouldBe(HttpStatusCode.OK);
        (await session.Select(s => s.LastUsedAt).SingleAsync()).ShouldBe(created);

        var old = created.AddSeconds(-61);
        await session.ExecuteUpdateAsync(s => s.SetProperty(x => x.LastUsedAt, old));
        (await MeAsync(customer)).ShouldBe(HttpStatusCode.OK);
        await Eventually.BecomesTrueAsync(async () => await session.Select(s => s.LastUsedAt).SingleAsync() >= created);
    }

    private static Guid Id(JsonNode? session) => session!["id"]!.GetValue<Guid>();

    private static async Task<List<JsonNode>> ItemsAsync(TestCustomer customer, string path)
    {
        using var response = await customer.Http.GetAsync(path);
        return [.. (await response.ShouldBeJsonAsync())["items"]!.AsArray().Select(i => i!)];
    }

    private static async Task<HttpStatusCode> MeAsync(TestCustomer customer)
    {
        using var response = await customer.Http.GetAsync("/api/v1/auth/me");
        return response.StatusCode;
    }
}
