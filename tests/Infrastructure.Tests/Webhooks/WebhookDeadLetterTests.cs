using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Jobs.Retention;
using SaaSOdoo.Infrastructure.Webhooks;

namespace SaaSOdoo.Infrastructure.Tests.Webhooks;

/// <summary>What is not sent, or not for ever.</summary>
public sealed class WebhookDeadLetterTests : WebhookTest
{
    [Fact]
    public async Task Delivery_that_cannot_be_signed_is_retried_and_ends_as_dead_letter()
    {
        var (id, _) = await EndpointAsync();
        await ChangeAsync(id, e => e.Rotate("damaged", Host.Clock.Now));
        await HappensAsync();

        (await SendAsync()).ShouldBe(1);

        var failed = (await DeliveriesAsync()).Single();
        (failed.AttemptLog.Single().HttpStatus, failed.AttemptLog[0].Error, failed.Attempts, failed.LeaseUntil).ShouldBe((null, "not_prepared", 1, null));
        (failed.RunAfter - Host.Clock.Now).ShouldBeInRange(TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(5));
        while ((await DeliveriesAsync()).Single() is { Status: WebhookDeliveryStatus.Pending } delivery)
        {
            Host.Advance(delivery.RunAfter - Host.Clock.Now);
            await SendAsync();
        }

        (await DeliveriesAsync()).Single().DeadReason.ShouldBe(WebhookDeadReason.Exhausted);
        Receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Claims_are_limited_per_tenant()
    {
        await EndpointAsync();
        await EndpointAsync();
        await EndpointAsync();
        await HappensAsync(9);
        var (endpoint, _) = await EndpointAsync();
        await HappensAsync();
        var other = (await DeliveriesAsync()).Single(d => d.EndpointId == endpoint).Id.Value;
        await Host.ReadAsync(db => db.Database.ExecuteSqlAsync($"update webhook_deliveries set tenant_id = gen_random_uuid() where id = {other}"));

        var claims = new List<Lease>();
        while (await Host.Get<WebhookQueue>().ClaimAsync(default) is { } claim)
            claims.Add(claim);

        claims.Count(c => c.Id != other).ShouldBe(8);
        claims.ShouldContain(c => c.Id == other);
    }

    [Fact]
    public async Task Pending_deliveries_end_dead_when_the_endpoint_answers_410()
    {
        await EndpointAsync();
        Receiver.AnswerWith(StatusCodes.Status410Gone);
        await HappensAsync(3);

        (await SendAsync()).ShouldBe(1);

        (await DeliveriesAsync()).Select(d => (d.Status, d.DeadReason, d.FinishedAt)).ShouldBe(
            [
                (WebhookDeliveryStatus.Dead, WebhookDeadReason.Gone, Host.Clock.Now),
                (WebhookDeliveryStatus.Dead, WebhookDeadReason.EndpointDisabled, Host.Clock.Now),
                (WebhookDeliveryStatus.Dead, WebhookDeadReason.EndpointDisabled, Host.Clock.Now),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Delivery_to_a_disabled_endpoint_ends_dead_when_claimed()
    {
        var (id, _) = await EndpointAsync();
        await HappensAsync();
        await ChangeAsync(id, e => e.EndWithTenant(Host.Clock.Now));

        (await SendAsync()).ShouldBe(1);

        var delivery = (await DeliveriesAsync()).Single();
        (delivery.Status, delivery.DeadReason, delivery.LeaseUntil, delivery.AttemptLog.Count)
            .ShouldBe((WebhookDeliveryStatus.Dead, WebhookDeadReason.EndpointDisabled, null, 0));
        Receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Expired_delivery_is_not_sent_until_it_is_redelivered()
    {
        var (id, _) = await EndpointAsync();
        await HappensAsync();
        Host.Advance(WebhookSchedule.Longest);
        await SendAsync();
        (await DeliveriesAsync()).Single().DeadReason.ShouldBe(WebhookDeadReason.Expired);
        Receiver.Received.ShouldBeEmpty();

        var endpoint = await EndpointAsync(id);
        await Host.InScopeAsync<Infrastructure.Persistence.AppDb>(async db =>
        {
            (await db.WebhookDeliveries.SingleAsync()).Redeliver(endpoint, Host.Clock.Now).IsFailure.ShouldBeFalse();
            await db.SaveChangesAsync();
        });
        await SendAsync();

        var delivery = (await DeliveriesAsync()).Single();
        (delivery.Status, delivery.DeadReason, Receiver.Received.Count).ShouldBe((WebhookDeliveryStatus.Delivered, null, 1));
    }

    [Fact]
    public async Task Finished_deliveries_are_purged_after_retention_and_pending_ones_kept()
    {
        await EndpointAsync();
        await HappensAsync(2);
        await SendAsync();
        Host.Advance(TimeSpan.FromDays(30));
        await HappensAsync();
        (await PurgeAsync()).ShouldBe(0);
        Host.Advance(TimeSpan.FromSeconds(1));

        (await PurgeAsync()).ShouldBe(2);

        (await DeliveriesAsync()).Single().Status.ShouldBe(WebhookDeliveryStatus.Pending);
    }

    private async Task<int> PurgeAsync() => (await Host.Get<RetentionPurge>().RunAsync(CancellationToken.None))["webhook_deliveries"];
}
