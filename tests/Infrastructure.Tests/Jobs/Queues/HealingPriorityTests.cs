using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Operations;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Jobs.Queues;

/// <summary>What customers ask for goes before what the platform heals, and no tenant takes all slots.</summary>
public sealed class HealingPriorityTests : OperationHostTest
{
    private protected override OperationHost Open() => new(Database, change: null, ("Operations:Concurrency", "4"), ("Operations:PerTenant", "3"));

    [Fact]
    public async Task Request_of_a_customer_is_claimed_before_heals_that_are_older()
    {
        for (var n = 0; n < 3; n++)
            await HealAsync(await Host.ProvisionAsync());
        await SpreadAsync();
        Host.Advance(TimeSpan.FromMinutes(1));
        var (_, order) = await Host.OrderAsync();

        (await ClaimAsync()).ShouldBe(order);
    }

    [Fact]
    public async Task Heals_leave_one_slot_of_a_worker_to_customers()
    {
        for (var n = 0; n < 6; n++)
            await HealAsync(await Host.ProvisionAsync());
        await SpreadAsync();

        (await Host.Get<OperationQueue>().ClaimAsync(4, CancellationToken.None)).Count.ShouldBe(3);
        (await ClaimAsync()).ShouldBeNull();
        (await Host.Another<OperationQueue>().ClaimAsync(4, CancellationToken.None)).Count.ShouldBe(3, "each worker has slots of its own");
        var (_, order) = await Host.OrderAsync();
        (await ClaimAsync()).ShouldBe(order);
    }

    [Fact]
    public async Task Operations_of_one_tenant_leave_slots_to_others()
    {
        for (var n = 0; n < 5; n++)
            await Host.OrderAsync();

        (await Host.Get<OperationQueue>().ClaimAsync(4, CancellationToken.None)).Count.ShouldBe(3);
        await Host.ExecuteAsync("update operations set tenant_id = gen_random_uuid() where id = (select max(id::text)::uuid from operations)");
        (await Host.Get<OperationQueue>().ClaimAsync(4, CancellationToken.None)).Count.ShouldBe(1);
    }

    private Task<OperationId> HealAsync(InstanceId id) => Host.ActAsync(id, (i, _) => i.Heal(Host.Clock.Now).ShouldNotBeNull());

    // Each of a tenant of its own: the share of one tenant is another rule.
    private Task<int> SpreadAsync() => Host.ExecuteAsync("update operations set tenant_id = gen_random_uuid() where kind = 'heal'");

    private async Task<OperationId?> ClaimAsync() =>
        await Host.Get<OperationQueue>().ClaimAsync(CancellationToken.None) is { } lease ? new OperationId(lease.Id) : null;
}
