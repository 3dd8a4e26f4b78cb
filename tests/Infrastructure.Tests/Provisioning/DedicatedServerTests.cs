using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning.Servers;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning;

/// <summary>A plan that promises a database server of the tenant's own is kept: its instances wait for one, and nobody else's land there.</summary>
public sealed class DedicatedServerTests : OperationHostTest
{
    private protected override OperationHost Open() => new(Database, change: null, ("Operations:PerTenant", "100"));

    [Fact]
    public async Task Instance_of_a_dedicated_plan_waits_for_its_server_and_is_placed_when_an_operator_gives_one()
    {
        await BuyDedicatedAsync();
        var (instance, operation) = await Host.OrderAsync();
        for (var look = 0; look < Operation.MaxAttempts + 3; look++)
        {
            await Host.RunNextAsync();
            Host.Advance(Backoff.Max);
        }

        await Host.RunNextAsync();
        var waiting = await Host.OperationAsync(operation);
        (waiting.Status, waiting.Attempts, waiting.ErrorCode, waiting.LeaseOwner).ShouldBe((OperationStatus.Queued, 0, "no_dedicated_server", null));
        waiting.RunAfter.ShouldBe(Host.Clock.Now + Backoff.Max, "each time later");
        var status = (await Host.SendAsync(new GetInstanceStatus(instance))).Value;
        (status.Status, status.ErrorCode, status.OperationId).ShouldBe((InstanceStatus.Creating, null, operation));
        status.WaitingReason.ShouldNotBeNull().ShouldContain("database server of your own");
        var listed = (await Host.SendAsync(new ListInstancesWithoutServer(new(20, null)))).Value.Items.ShouldHaveSingleItem();
        (listed.InstanceId, listed.TenantId, listed.Kind).ShouldBe((instance, Host.Tenant, DatabaseServerKind.Dedicated));

        var own = await Host.AddServerAsync("own", 6001);
        await GiveAsync(own, Host.Tenant);
        await Host.DispatchAsync();
        (await Host.OperationAsync(operation)).RunAfter.ShouldBe(Host.Clock.Now, "woken, and not when its pause is over");
        await Host.RunNextAsync();

        (await Host.OperationAsync(operation)).Status.ShouldBe(OperationStatus.Succeeded);
        (await Host.InstanceAsync(instance)).Allocation.DatabaseServerId.ShouldBe(own);
        (await Host.SendAsync(new GetInstanceStatus(instance))).Value.WaitingReason.ShouldBeNull();
    }

    [Fact]
    public async Task Racing_allocations_of_two_tenants_never_meet_on_a_dedicated_server()
    {
        await Host.SettledAsync();
        var (_, shared) = await Host.BecomeAnotherAsync();
        for (var n = 0; n < 4; n++)
            await Host.OrderAsync();
        await Host.BecomeAnotherAsync();
        await BuyDedicatedAsync();
        var own = await Host.AddServerAsync("own", 6001);
        await GiveAsync(own, Host.Tenant);
        for (var n = 0; n < 4; n++)
            await Host.OrderAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(Host.RunNextAsync)));

        var placed = await Host.ReadAsync(db => db.Instances.AsNoTracking().Select(i => new { i.TenantId, Server = i.Allocation.DatabaseServerId }).ToListAsync());
        placed.Count.ShouldBe(8);
        placed.ShouldAllBe(i => i.Server != null && (i.Server == own) == (i.TenantId != shared));
    }

    [Fact]
    public async Task Server_that_is_dedicated_while_others_are_placed_holds_either_them_or_its_owners()
    {
        await Host.SettledAsync();
        var owner = Host.Tenant;
        await Host.BecomeAnotherAsync();
        await Host.SendCodesAsync();
        for (var n = 0; n < 6; n++)
            await Host.OrderAsync();
        var main = await Host.ReadAsync(db => db.DatabaseServers.Select(s => s.Id).SingleAsync());

        var allocations = Enumerable.Range(0, 6).Select(_ => Task.Run(Host.RunNextAsync)).ToList();
        var given = await Task.Run(async () => !(await Host.SendAsync(Change(main, owner))).IsFailure);
        await Task.WhenAll(allocations);

        var others = await Host.ReadAsync(db => db.InstanceAllocations.CountAsync(a => a.DatabaseServerId == main));
        if (given)
            others.ShouldBe(0, "it was given away before any of them had it");
        else
            others.ShouldBeGreaterThan(0, "they were first, and the operator was told");
        (await Host.ReadAsync(db => db.Operations.CountAsync(o => o.Status == OperationStatus.Succeeded || o.ErrorCode == "no_database_capacity"))).ShouldBe(6);
    }

    [Fact]
    public async Task Server_with_instances_of_others_is_not_dedicated_and_one_of_a_dedicated_plan_is_not_shared()
    {
        await BuyDedicatedAsync();
        var owner = Host.Tenant;
        var own = await Host.AddServerAsync("own", 6001);
        await GiveAsync(own, owner);
        await Host.ProvisionAsync();
        var main = await Host.ReadAsync(db => db.DatabaseServers.Where(s => s.Id != own).Select(s => s.Id).SingleAsync());
        await Host.BecomeAnotherAsync();
        await Host.ProvisionAsync();

        await Host.SendCodesAsync();
        var taken = await Host.SendAsync(Change(main, owner));
        (taken.Error.Code, taken.Error.Details["instances"]).ShouldBe(("database_server.in_use", 1));
        var shared = await Host.SendAsync(Change(own, owner: null));
        (shared.Error.Code, shared.Error.Details["instances"]).ShouldBe(("database_server.in_use", 1));
        var other = await Host.SendAsync(Change(own, Host.Tenant));
        other.Error.Code.ShouldBe("database_server.in_use");

        // What the tenant has bought since is a plan like any other's: its server may be shared.
        await Host.ExecuteAsync("update subscriptions set plan_id = (select id from plans where code = 'basic')");
        (await Host.SendAsync(Change(own, owner: null))).IsFailure.ShouldBeFalse();
    }

    [Fact]
    public async Task Unpaid_dedicated_plan_puts_no_waiting_instance_among_others()
    {
        await BuyDedicatedAsync();
        await Host.OrderAsync();
        await Host.ExecuteAsync("update subscriptions set status = 'suspended'");
        await Host.RunNextAsync();
        (await Host.ReadAsync(db => db.InstanceAllocations.CountAsync(a => a.DatabaseServerId != null))).ShouldBe(0);
    }

    private async Task BuyDedicatedAsync()
    {
        await Host.SettledAsync();
        await Host.InScopeAsync<AppDb>(async db =>
        {
            var plan = await db.Plans.SingleAsync(p => p.Code == "enterprise");
            var owner = await db.Tenants.Where(t => t.Id == Host.Tenant).Select(t => t.CustomerId).SingleAsync();
            plan.DatabaseKind.ShouldBe(DatabaseKind.Dedicated);
            db.Add(Subscription.Order(Host.Tenant, owner, new(plan, BillingPeriod.Monthly, Currency.Usd, 49m, Rate: null), Host.Clock.Now).Value);
            await db.SaveChangesAsync();
        });
    }

    // The domain's own method under the lock, as the command does it: a caller without a second factor cannot send that.
    private Task GiveAsync(DatabaseServerId id, TenantId owner) => Host.InScopeAsync<AppDb>(async db =>
    {
        var server = await db.DatabaseServers.SingleAsync(s => s.Id == id);
        server.Offer(owner, server.Capacity, draining: false, Host.Clock.Now);
        await db.SaveChangesAsync();
    });

    private static UpdateDatabaseServer Change(DatabaseServerId id, TenantId? owner) =>
        new(id, Kind: default, new Optional<TenantId?>(IsGiven: true, owner), Capacity: default, Draining: default, IfMatch: null);
}
