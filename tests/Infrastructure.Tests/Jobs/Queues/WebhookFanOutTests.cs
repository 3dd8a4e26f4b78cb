using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Webhooks;
using SaaSOdoo.TestKit.Builders;

namespace SaaSOdoo.Infrastructure.Tests.Jobs.Queues;

/// <summary>Webhooks are a consumer of events like others: what happens to endpoints is no concern of who hands events out.</summary>
public sealed class WebhookFanOutTests : WebhookTest
{
    [Fact]
    public async Task Locked_endpoint_holds_neither_the_publisher_nor_the_events_of_other_tenants()
    {
        var (locked, _) = await EndpointAsync();
        var (tenant, free) = await OtherTenantAsync();
        await using (await RowLock.OfAsync(Database.ConnectionString, $"select from webhook_endpoints where id = '{locked.Value}' for update"))
        {
            await SuspendAsync(Host.Tenant, times: 6);
            await SuspendAsync(tenant, times: 1);

            await Host.Get<EventPublisher>().PublishAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
            await Host.DispatchAsync().WaitAsync(TimeSpan.FromSeconds(20));

            (await DeliveriesAsync()).Select(d => d.EndpointId).ShouldBe([free]);
            var waiting = await Host.ReadAsync(db => db.EventDeliveries.AsNoTracking().Where(d => d.Status == DeliveryStatus.Pending).ToListAsync());
            waiting.Select(d => (d.Consumer, d.Attempts, d.Pauses)).Distinct().ShouldBe([("webhooks", 0, 1)]);
            waiting.Count.ShouldBe(12);
        }

        Host.Advance(TimeSpan.FromSeconds(1));
        await Host.DispatchAsync();
        (await DeliveriesAsync()).Count(d => d.EndpointId == locked).ShouldBe(6);
    }

    [Fact]
    public async Task Event_redelivered_to_the_consumer_makes_no_duplicate_webhook_delivery()
    {
        await EndpointAsync();
        await HappensAsync();

        (await Host.ExecuteAsync("update event_deliveries set status = 'pending' where consumer = 'webhooks'")).ShouldBeGreaterThan(0);
        await Host.DispatchAsync();

        (await DeliveriesAsync()).Count.ShouldBe(1);
        (await Host.ReadAsync(db => db.EventDeliveries.AsNoTracking().ToListAsync())).ShouldAllBe(d => d.Status == DeliveryStatus.Done && d.Attempts == 0);
    }

    private async Task<(TenantId Tenant, WebhookEndpointId Endpoint)> OtherTenantAsync()
    {
        var owner = await Host.ReadAsync(db => db.Customers.Select(c => c.Id).SingleAsync());
        var tenant = new TenantBuilder(owner).Build(Host.Clock.Now);
        var settings = WebhookSettings.Create(Receiver.Url.AbsoluteUri, ["tenant.suspended"], null, enabled: true, allowPrivate: true).Value;
        var endpoint = WebhookEndpoint.Create(tenant.Id, settings, "secret", Host.Clock.Now);
        await Host.InScopeAsync<AppDb>(async db =>
        {
            db.AddRange(tenant, endpoint);
            await db.SaveChangesAsync();
        });
        await Host.DispatchAsync();
        return (tenant.Id, endpoint.Id);
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
}
