using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Routing;

public sealed class LoopbackRoutesTests : OperationHostTest
{
    // Above the ports that the system hands out by itself.
    private const int First = 61_100;

    [Fact]
    public async Task Many_at_once_get_a_port_each()
    {
        await using var host = Within(First, First + 19);
        var instances = new List<InstanceId>();
        for (var i = 0; i < 12; i++)
            instances.Add((await host.OrderAsync()).Instance);

        await Task.WhenAll(instances.Select(id => Task.Run(() => ReserveAsync(host, id))));

        var ports = await host.ReadAsync(db => db.InstanceAllocations.Select(p => p.Port).ToListAsync());
        ports.ShouldAllBe(p => p >= First && p <= First + 19);
        ports.Distinct().Count().ShouldBe(12);
    }

    [Fact]
    public async Task A_port_once_reserved_is_kept_with_its_address()
    {
        await using var host = Within(First + 30, First + 49);
        var id = (await host.OrderAsync()).Instance;

        await ReserveAsync(host, id);
        var first = (await host.InstanceAsync(id)).Allocation;
        await ReserveAsync(host, id);

        var again = (await host.InstanceAsync(id)).Allocation;
        (again.Port, again.Url).ShouldBe((first.Port, new Uri($"http://localhost:{first.Port}")));
    }

    [Fact]
    public async Task A_port_that_something_else_uses_is_passed_over()
    {
        await using var host = Within(First + 60, First + 61);
        using var other = new TcpListener(IPAddress.Loopback, First + 60);
        other.Start();

        var id = (await host.OrderAsync()).Instance;
        await ReserveAsync(host, id);
        (await host.InstanceAsync(id)).Allocation.Port.ShouldBe(First + 61);

        var late = (await host.OrderAsync()).Instance;
        var refused = await Should.ThrowAsync<RefusedException>(() => ReserveAsync(host, late));
        refused.Code.ShouldBe("no_free_port");
        (await host.InstanceAsync(late)).Allocation.Port.ShouldBeNull();
    }

    [Fact]
    public async Task A_port_given_back_can_be_had_again()
    {
        await using var host = Within(First + 70, First + 70);
        var (one, another) = ((await host.OrderAsync()).Instance, (await host.OrderAsync()).Instance);
        await ReserveAsync(host, one);
        await Should.ThrowAsync<RefusedException>(() => ReserveAsync(host, another));

        await FreeAsync(host, one);
        await ReserveAsync(host, another);

        (await host.InstanceAsync(another)).Allocation.Port.ShouldBe(First + 70);
    }

    [Fact]
    public async Task The_last_free_port_of_many_is_found()
    {
        await using var host = Within(First + 100, First + 1100);
        var last = (await host.OrderAsync()).Instance;
        await host.ExecuteAsync(
            $"""
            set session_replication_role = replica;
            insert into instance_allocations (instance_id, port) select gen_random_uuid(), p from generate_series({First + 100}, {First + 1100}) p where p <> {First + 777};
            reset session_replication_role
            """);

        await ReserveAsync(host, last);

        (await host.InstanceAsync(last)).Allocation.Port.ShouldBe(First + 777);
    }

    [Fact]
    public async Task The_port_it_had_last_is_taken_again()
    {
        await using var host = Within(First + 1200, First + 1299);
        var id = (await host.OrderAsync()).Instance;
        await ReserveAsync(host, id);
        var had = (await host.InstanceAsync(id)).Allocation.Port;
        await FreeAsync(host, id);

        await ReserveAsync(host, id);

        (await host.InstanceAsync(id)).Allocation.Port.ShouldBe(had);
    }

    private static Task FreeAsync(OperationHost host, InstanceId id) => host.InScopeAsync<AppDb>(async db =>
    {
        (await db.InstanceAllocations.SingleAsync(p => p.InstanceId == id)).FreePort();
        await db.SaveChangesAsync();
    });

    private OperationHost Within(int first, int last) => new(Database, change: null, ("Provisioning:PortFrom", $"{first}"), ("Provisioning:PortTo", $"{last}"));

    // The same context for both, as in a step.
    private static Task ReserveAsync(OperationHost host, InstanceId id) => host.InScopeAsync<IServiceProvider>(async services =>
    {
        var db = (AppDb)services.GetService(typeof(AppDb))!;
        var allocation = await db.InstanceAllocations.SingleAsync(p => p.InstanceId == id);
        await ((IRoutes)services.GetService(typeof(IRoutes))!).ReserveAsync(allocation, CancellationToken.None);
    });
}
