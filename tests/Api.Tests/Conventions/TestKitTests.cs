using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Conventions;

public sealed class TestKitTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task The_api_listens_on_a_port_of_its_own_over_its_own_database()
    {
        using var client = api.CreateClient();
        await client.GetAsync("/");
        await using var db = api.Database.NewDb();
        (await db.DatabaseServers.CountAsync()).ShouldBe(0);
        client.BaseAddress!.Port.ShouldBeGreaterThan(1024);
    }
}
