using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Webhooks;

namespace SaaSOdoo.Infrastructure.Tests.Jobs.Queues;

/// <summary>Deliveries of events that are consumed in one transaction.</summary>
public sealed class EventBatchTests : WebhookTest
{
    private const int Suspensions = 10;

    [Fact]
    public async Task Events_of_a_consumer_that_takes_many_have_their_effects_in_one_transaction()
    {
        var leases = await ClaimAsync();

        (await Dispatcher.DeliverTogetherAsync(leases, CancellationToken.None)).ShouldBeEmpty();

        (await CountAsync(DeliveryStatus.Done)).ShouldBe(leases.Count);
        (await DeliveriesAsync()).Count.ShouldBe(Suspensions);
    }

    [Fact]
    public async Task A_broken_event_leaves_the_others_of_its_batch_to_be_delivered_one_by_one()
    {
        await EndpointAsync();
        var leases = await ClaimAsync("update events set payload = '[]' where position = (select min(position) from events where name = 'tenant.suspended')");

        (await Dispatcher.DeliverTogetherAsync(leases, CancellationToken.None)).ShouldBe(leases);
        (await CountAsync(DeliveryStatus.Done)).ShouldBe(0);
        foreach (var lease in leases)
            await Dispatcher.DeliverAsync(lease, CancellationToken.None);

        (await CountAsync(DeliveryStatus.Done)).ShouldBe(leases.Count - 1);
        (await DeliveriesAsync()).Count.ShouldBe(2 * (Suspensions - 1));
    }

    [Fact]
    public async Task A_lease_that_was_lost_is_left_out_of_the_batch()
    {
        var leases = await ClaimAsync();
        await Host.ExecuteAsync($"update event_deliveries set fence = fence + 1 where id = '{leases[3].Id}'");

        (await Dispatcher.DeliverTogetherAsync(leases, CancellationToken.None)).ShouldBe([leases[3]]);

        (await CountAsync(DeliveryStatus.Done)).ShouldBe(leases.Count - 1);
    }

    private EventDispatcher Dispatcher => Host.Get<EventDispatcher>();

    private async Task<IReadOnlyList<Lease>> ClaimAsync(string? harm = null)
    {
        await EndpointAsync();
        for (var n = 0; n < Suspensions; n++)
        {
            await Host.InScopeAsync<AppDb>(async db =>
            {
                var tenant = await db.Tenants.SingleAsync(t => t.Id == Host.Tenant);
                tenant.Suspend(Host.Clock.Now);
                tenant.Activate(Host.Clock.Now);
                await db.SaveChangesAsync();
            });
        }

        await Host.Get<EventPublisher>().PublishAsync(CancellationToken.None);
        await Host.ExecuteAsync($"delete from event_deliveries where consumer <> 'webhooks'; {harm}");
        var leases = await Host.Get<EventQueue>().ClaimAsync(100, CancellationToken.None);
        leases.Count.ShouldBeGreaterThanOrEqualTo(2 * Suspensions);
        return leases;
    }

    private Task<int> CountAsync(DeliveryStatus status) => Host.ReadAsync(db => db.EventDeliveries.CountAsync(d => d.Status == status));
}
