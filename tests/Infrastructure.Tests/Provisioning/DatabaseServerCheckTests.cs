using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Provisioning.Servers;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning;

/// <summary>A server that is dead, draining or full gets no new instance; what waits is placed when it is well again.</summary>
public sealed class DatabaseServerCheckTests : OperationHostTest
{
    private readonly SwitchedProbe probe = new();

    private protected override OperationHost Open() => new(Database, services => services.AddSingleton<IDatabaseServerProbe>(probe));

    [Fact]
    public async Task Dead_server_gets_no_new_instance_and_what_waits_is_placed_when_it_is_back()
    {
        await Host.SettledAsync();
        probe.Fault = new("unreachable", "host", "It does not answer.");
        await CheckAsync();
        (await ServerAsync()).Health.ShouldBe(DatabaseServerHealth.Unknown, "one look may fall into a restart");
        await CheckAsync();
        probe.Looks.ShouldBe(1, "its next turn is a second later");
        Host.Advance(TimeSpan.FromSeconds(1));
        await CheckAsync();
        var dead = await ServerAsync();
        (dead.Health, dead.HealthCode, dead.Check.Failures, dead.Check.CheckedAt).ShouldBe((DatabaseServerHealth.Error, "unreachable", 2, Host.Clock.Now));

        var (_, operation) = await Host.OrderAsync();
        await Host.RunNextAsync();
        (await Host.OperationAsync(operation)).ErrorCode.ShouldBe("no_database_capacity");

        probe.Fault = null;
        Host.Advance(TimeSpan.FromSeconds(1));
        await CheckAsync();
        (await ServerAsync()).Health.ShouldBe(DatabaseServerHealth.Error, "its next turn is two seconds later");
        Host.Advance(TimeSpan.FromSeconds(1));
        await CheckAsync();
        await Host.DispatchAsync();
        await Host.RunNextAsync();
        (await Host.OperationAsync(operation)).Status.ShouldBe(OperationStatus.Succeeded);
        (await EventsAsync()).ShouldBe(["database_server.added", "database_server.failed", "database_server.recovered"]);
    }

    [Fact]
    public async Task Draining_server_keeps_its_instances_and_gets_no_more()
    {
        await Host.ProvisionAsync();
        await Host.ExecuteAsync("update database_servers set draining = true");
        var (_, operation) = await Host.OrderAsync();
        await Host.RunNextAsync();
        var server = await ServerAsync();
        (server.Instances, (await Host.OperationAsync(operation)).ErrorCode).ShouldBe((1, "no_database_capacity"));
        (await Host.SendAsync(new GetDatabaseServer(server.Id))).Value.Status.ShouldBe(DatabaseServerStatus.Draining);
    }

    [Fact]
    public async Task Full_follows_from_the_count()
    {
        await Host.ProvisionAsync();
        await Host.ExecuteAsync("update database_servers set capacity = 1");
        var id = (await ServerAsync()).Id;
        (await Host.SendAsync(new GetDatabaseServer(id))).Value.Status.ShouldBe(DatabaseServerStatus.Full);
        await Host.ExecuteAsync("update database_servers set capacity = 2");
        (await Host.SendAsync(new GetDatabaseServer(id))).Value.Status.ShouldBe(DatabaseServerStatus.Active);
    }

    [Fact]
    public async Task Server_with_room_for_one_wakes_one_of_those_that_wait()
    {
        await Host.SettledAsync();
        await Host.ExecuteAsync("update database_servers set capacity = 0");
        for (var n = 0; n < 3; n++)
        {
            await Host.OrderAsync();
            await Host.RunNextAsync();
        }

        await Host.InScopeAsync<Infrastructure.Persistence.AppDb>(async db =>
        {
            (await db.DatabaseServers.SingleAsync()).Offer(owner: null, capacity: 1, draining: false, Host.Clock.Now);
            await db.SaveChangesAsync();
        });
        await Host.DispatchAsync();

        var waiting = await Host.ReadAsync(db => db.Operations.AsNoTracking().OrderBy(o => o.Id).ToListAsync());
        waiting.Select(o => o.RunAfter > Host.Clock.Now).ShouldBe([false, true, true]);
    }

    private Task CheckAsync() => Host.InScopeAsync<DatabaseServerChecks>(c => c.CheckDueAsync(CancellationToken.None));

    private Task<DatabaseServer> ServerAsync() => Host.ReadAsync(db => db.DatabaseServers.AsNoTracking().Include(s => s.Check).SingleAsync());

    private Task<List<string>> EventsAsync() => Host.ReadAsync(
        db => db.Events.Where(e => e.Name.StartsWith("database_server.")).OrderBy(e => e.Position).Select(e => e.Name).ToListAsync());

    private sealed class SwitchedProbe : IDatabaseServerProbe
    {
        public DatabaseServerFault? Fault { get; set; }

        public int Looks { get; private set; }

        public Task<DatabaseServerFault?> FindFaultAsync(DatabaseServer server, bool isNew, CancellationToken cancellationToken)
        {
            Looks++;
            return Task.FromResult(Fault);
        }
    }
}
