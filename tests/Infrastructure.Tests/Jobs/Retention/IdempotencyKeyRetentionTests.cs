using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Jobs.Retention;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Persistence.Idempotency;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Jobs.Retention;

public sealed class IdempotencyKeyRetentionTests : OperationHostTest
{
    [Fact]
    public async Task Idempotency_keys_are_purged_after_24_hours_and_not_before()
    {
        await KeepAsync("old");
        Host.Advance(TimeSpan.FromHours(1));
        await KeepAsync("new");

        Host.Advance(TimeSpan.FromHours(23) - TimeSpan.FromSeconds(1));
        (await LeftAfterPurgeAsync()).ShouldBe(["new", "old"]);
        Host.Advance(TimeSpan.FromSeconds(1));
        (await LeftAfterPurgeAsync()).ShouldBe(["new"]);
    }

    private Task KeepAsync(string key) => Host.InScopeAsync<IIdempotencyStore>(async answers =>
    {
        var taken = new IdempotencyKey("customer:1", key);
        (await answers.ClaimAsync(taken, CancellationToken.None)).ShouldBeTrue();
        await answers.KeepAsync(taken, "answer", CancellationToken.None);
    });

    private async Task<List<string>> LeftAfterPurgeAsync()
    {
        await Host.Get<RetentionPurge>().RunAsync(CancellationToken.None);
        return await Host.InScopeAsync<AppDb, List<string>>(db =>
            db.Set<IdempotencyKeyRow>().Select(k => k.Key).OrderBy(k => k).ToListAsync());
    }
}
