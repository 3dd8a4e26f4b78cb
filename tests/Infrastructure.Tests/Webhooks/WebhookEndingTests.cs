using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Webhooks;

namespace SaaSOdoo.Infrastructure.Tests.Webhooks;

/// <summary>What is not sent, or not for ever.</summary>
public sealed class WebhookEndingTests : WebhookTest
{
    [Fact]
    public async Task One_that_cannot_be_signed_is_a_failed_attempt_and_dies_like_others()
    {
        var (id, _) = await EndpointAsync();
        await ChangeAsync(id, e => e.Rotate("damaged", Shop.Clock.Now));
        await HappensAsync();

        (await SendAsync()).ShouldBe(1);

        var failed = (await DeliveriesAsync()).Single();
        (failed.AttemptLog.Single().HttpStatus, failed.AttemptLog[0].Error, failed.Attempts, failed.LeaseUntil).ShouldBe((null, "not_prepared", 1, null));
        (failed.RunAfter - Shop.Clock.Now).ShouldBeInRange(TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(5));
        while ((await DeliveriesAsync()).Single() is { Status: WebhookDeliveryStatus.Pending } delivery)
        {
            Shop.Advance(delivery.RunAfter - Shop.Clock.Now);
            await SendAsync();
        }

        (await DeliveriesAsync()).Single().DeadReason.ShouldBe(WebhookDeadReason.Exhausted);
        Receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tenant_with_many_endpoints_leaves_room_for_others()
    {
        await EndpointAsync();
        await EndpointAsync();
        await EndpointAsync();
        await HappensAsync(9);
        var (endpoint, _) = await EndpointAsync();
        await HappensAsync();
        var other = (await DeliveriesAsync()).Single(d => d.EndpointId == endpoint).Id.Value;
        await Shop.ReadAsync(db => db.Database.ExecuteSqlAsync($"update webhook_deliveries set tenant_id = gen_random_uuid() where id = {other}"));

        var claims = new List<Lease>();
        while (await Shop.Get<WebhookQueue>().ClaimAsync(default) is { } claim)
            claims.Add(claim);

        claims.Count(c => c.Id != other).ShouldBe(8);
        claims.ShouldContain(c => c.Id == other);
    }

    [Fact]
    public async Task What_waits_for_an_endpoint_that_is_gone_ends_at_once()
    {
        await EndpointAsync();
        Receiver.AnswerWith(StatusCodes.Status410Gone);
        await HappensAsync(3);

        (await SendAsync()).ShouldBe(1);

        (await DeliveriesAsync()).Select(d => (d.Status, d.DeadReason, d.FinishedAt)).ShouldBe(
            [
                (WebhookDeliveryStatus.Dead, WebhookDeadReason.Gone, Shop.Clock.Now),
                (WebhookDeliveryStatus.Dead, WebhookDeadReason.EndpointDisabled, Shop.Clock.Now),
                (WebhookDeliveryStatus.Dead, WebhookDeadReason.EndpointDisabled, Shop.Clock.Now),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task What_was_queued_while_its_endpoint_was_disabled_ends_when_it_is_claimed()
    {
        var (id, _) = await EndpointAsync();
        await HappensAsync();
        await ChangeAsync(id, e => e.EndWithTenant(Shop.Clock.Now));

        (await SendAsync()).ShouldBe(1);

        var delivery = (await DeliveriesAsync()).Single();
        (delivery.Status, delivery.DeadReason, delivery.LeaseUntil, delivery.AttemptLog.Count)
            .ShouldBe((WebhookDeliveryStatus.Dead, WebhookDeadReason.EndpointDisabled, null, 0));
        Receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_waited_three_days_for_a_worker_is_not_sent_unless_it_is_asked_for_again()
    {
        var (id, _) = await EndpointAsync();
        await HappensAsync();
        Shop.Advance(WebhookSchedule.Longest);
        await SendAsync();
        (await DeliveriesAsync()).Single().DeadReason.ShouldBe(WebhookDeadReason.Expired);
        Receiver.Received.ShouldBeEmpty();

        var endpoint = await EndpointAsync(id);
        await Shop.InScopeAsync<Infrastructure.Persistence.AppDb>(async db =>
        {
            (await db.WebhookDeliveries.SingleAsync()).Redeliver(endpoint, Shop.Clock.Now).IsFailure.ShouldBeFalse();
            await db.SaveChangesAsync();
        });
        await SendAsync();

        var delivery = (await DeliveriesAsync()).Single();
        (delivery.Status, delivery.DeadReason, Receiver.Received.Count).ShouldBe((WebhookDeliveryStatus.Delivered, null, 1));
    }

    [Fact]
    public async Task Finished_ones_are_forgotten_after_their_time_and_waiting_ones_are_not()
    {
        await EndpointAsync();
        await HappensAsync(2);
        await SendAsync();
        Shop.Advance(TimeSpan.FromDays(30));
        await HappensAsync();
        (await PurgeAsync()).ShouldBe(0);
        Shop.Advance(TimeSpan.FromSeconds(1));

        (await PurgeAsync()).ShouldBe(2);

        (await DeliveriesAsync()).Single().Status.ShouldBe(WebhookDeliveryStatus.Pending);
    }

    private Task<int> PurgeAsync() =>
        Shop.InScopeAsync<WebhookPurge, int>(purge => purge.PurgeAsync(new WebhookOptions().KeepFor, CancellationToken.None));
}
