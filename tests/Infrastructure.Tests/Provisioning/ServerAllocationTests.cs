using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning;

public sealed class ServerAllocationTests : OperationHostTest
{
    private protected override OperationHost Open() => new(Database, change: null, ("Operations:PerTenant", "100"));

    [Fact]
    public async Task Instances_of_a_server_are_counted_where_they_are_allocated_and_released()
    {
        var id = await Host.ProvisionAsync();
        await Host.ProvisionAsync();
        (await CountedAsync()).ShouldBe(2);

        await Host.ActAsync(id, (instance, by) => instance.Terminate(by, Host.Clock.Now).Value);
        await Host.RunNextAsync();
        (await CountedAsync()).ShouldBe(1);

        await Host.ExecuteAsync("delete from instance_allocations where database_server_id is not null");
        (await CountedAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Concurrent_allocations_never_overfill_a_server()
    {
        for (var n = 0; n < 6; n++)
            await Host.OrderAsync();
        await Host.ExecuteAsync("update database_servers set capacity = 4");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(Host.RunNextAsync)));

        (await CountedAsync()).ShouldBe(4);
        (await Host.ReadAsync(db => db.Operations.CountAsync(o => o.Status == OperationStatus.Succeeded))).ShouldBe(4);
        (await Host.ReadAsync(db => db.Operations.CountAsync(o => o.ErrorCode == "no_database_capacity"))).ShouldBe(2);
    }

    private Task<int> CountedAsync() => Host.ReadAsync(db => db.DatabaseServers.AsNoTracking().Select(s => s.Instances).SingleAsync());
}
