using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Operations;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit;

namespace SaaSOdoo.Infrastructure.Tests.Jobs.Queues;

/// <summary>However much one tenant asks for, another waits for one slot at most.</summary>
public sealed class OperationFairnessTests : OperationHostTest
{
    private protected override OperationHost Open() => new(Database, change: null, ("Operations:Concurrency", "2"), ("Operations:Poll", "00:10:00"));

    [Fact]
    public async Task Stop_of_another_tenant_waits_for_one_slot_and_not_for_200_queued_operations()
    {
        var instance = await Host.ProvisionAsync();
        for (var n = 0; n < 200; n++)
            await Host.OrderAsync();
        var turns = new SemaphoreSlim(0);
        var blocked = 0;
        Host.Runtime.Before = async (verb, token) =>
        {
            if (verb != "EnsureRole")
                return;
            Interlocked.Increment(ref blocked);
            await turns.WaitAsync(token);
        };
        await Host.StartAsync<OperationWorker>();
        await Eventually.BecomesTrueAsync(() => Task.FromResult(blocked == 2));
        var stop = await Host.ActAsync(instance, (i, by) => i.Stop(new TenantStanding(IsActive: true), by, Host.Clock.Now).Value);
        await Host.ExecuteAsync($"update operations set tenant_id = gen_random_uuid() where id = '{stop.Value}'");

        turns.Release();

        await Eventually.BecomesTrueAsync(async () => (await Host.OperationAsync(stop)).Status == OperationStatus.Succeeded, TimeSpan.FromSeconds(60));
        var stopped = await Host.OperationAsync(stop);
        (await Host.ReadAsync(db => db.Operations.CountAsync(o => o.Kind == OperationKind.Provision && o.Fence > 0)))
            .ShouldBeLessThanOrEqualTo(4, "the first, the two that were blocked, and one that took the place of the stop");
        stopped.Attempt.ShouldBe(1);
    }
}
