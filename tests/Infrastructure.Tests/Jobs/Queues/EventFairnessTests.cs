using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Builders;

namespace SaaSOdoo.Infrastructure.Tests.Jobs.Queues;

/// <summary>However much happens to one tenant, the events of another wait for one slot at most.</summary>
public sealed class EventFairnessTests : OperationHostTest
{
    private readonly Slow consumer = new();

    private protected override OperationHost Open() => new(
        Database, services => services.AddSingleton<IEventConsumer>(consumer), ("Events:Concurrency", "2"), ("Events:Poll", "00:10:00"));

    [Fact]
    public async Task Event_of_another_tenant_waits_for_one_slot_and_not_for_2000_deliveries()
    {
        await Host.SettledAsync();
        await SuspendAsync(Host.Tenant, times: 1000);
        await PublishAsync();
        (await Host.ReadAsync(db => db.EventDeliveries.CountAsync(d => d.TenantId == Host.Tenant.Value))).ShouldBe(2000);
        await Host.StartAsync<EventDeliveryWorker>();
        await Eventually.BecomesTrueAsync(() => Task.FromResult(consumer.Tenants.Count == 2));
        var other = await OtherTenantAsync();
        await SuspendAsync(other, times: 1);
        await PublishAsync();

        consumer.Turns.Release();

        await Eventually.BecomesTrueAsync(() => Task.FromResult(consumer.Tenants.Count == 3));
        consumer.Tenants.ToArray().ShouldBe([Host.Tenant.Value, Host.Tenant.Value, other.Value], "another of the tenant with 2,000 went first");
        consumer.Turns.Release(10_000);
    }

    // Other consumers would take slots of their own.
    private async Task PublishAsync()
    {
        await Host.Get<EventPublisher>().PublishAsync(CancellationToken.None);
        await Host.ExecuteAsync($"delete from event_deliveries where consumer <> '{consumer.Name}'");
    }

    private async Task<TenantId> OtherTenantAsync()
    {
        var owner = await Host.ReadAsync(db => db.Customers.Select(c => c.Id).SingleAsync());
        var tenant = new TenantBuilder(owner).Build(Host.Clock.Now);
        await Host.InScopeAsync<AppDb>(async db =>
        {
            db.Add(tenant);
            await db.SaveChangesAsync();
        });
        return tenant.Id;
    }

    private Task SuspendAsync(TenantId id, int times) => Host.InScopeAsync<AppDb>(async db =>
    {
        var tenant = await db.Tenants.SingleAsync(t => t.Id == id);
        for (var n = 0; n < times; n++)
        {
            tenant.Suspend(Host.Clock.Now);
            tenant.Activate(Host.Clock.Now);
        }

        await db.SaveChangesAsync();
    });

    private sealed class Slow : IEventConsumer
    {
        public SemaphoreSlim Turns { get; } = new(0);

        public ConcurrentQueue<Guid> Tenants { get; } = new();

        public string Name => "slow";

        public IReadOnlyCollection<string> Events { get; } = ["tenant.suspended", "tenant.activated"];

        public async Task ConsumeAsync(RecordedEvent recorded, CancellationToken cancellationToken)
        {
            Tenants.Enqueue(recorded.Public!.TenantId.Value);
            await Turns.WaitAsync(cancellationToken);
        }
    }
}
