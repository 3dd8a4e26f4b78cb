using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Persistence.Idempotency;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Jobs;

public sealed class IdempotencyKeyCleanupTests : OperationHostTest
{
    [Fact]
    public async Task Idempotency_keys_are_purged_after_24_hours_and_not_before()
    {
        await KeepAsync("old");
        Shop.Advance(TimeSpan.FromHours(1));
        await KeepAsync("new");

        Shop.Advance(TimeSpan.FromHours(23) - TimeSpan.FromSeconds(1));
        (await LeftAfterPurgeAsync()).ShouldBe(["new", "old"]);
        Shop.Advance(TimeSpan.FromSeconds(1));
        (await LeftAfterPurgeAsync()).ShouldBe(["new"]);
    }

    private Task KeepAsync(string key) => Shop.InScopeAsync<IIdempotencyStore>(async answers =>
    {
        var taken = new IdempotencyKey("customer:1", key);
        (await answers.ClaimAsync(taken, CancellationToken.None)).ShouldBeTrue();
        await answers.KeepAsync(taken, "answer", CancellationToken.None);
    });

    private async Task<List<string>> LeftAfterPurgeAsync()
    {
        var job = new IdempotencyKeyCleanup(Shop.Get<IServiceScopeFactory>(), Shop.Get<AdvisoryLock>(), Shop.Clock);
        await job.PurgeAsync(CancellationToken.None);
        return await Shop.InScopeAsync<AppDb, List<string>>(db =>
            db.Set<IdempotencyKeyRow>().Select(k => k.Key).OrderBy(k => k).ToListAsync());
    }
}
