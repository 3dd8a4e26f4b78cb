using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Webhooks;
using SaaSOdoo.TestKit.Webhooks;

namespace SaaSOdoo.Infrastructure.Tests.Webhooks;

public sealed class WebhookDeliveryTests : WebhookTest
{
    private protected override (string Key, string Value)[] Settings =>
        [("Webhooks:AllowPrivateAddresses", "true"), ("Webhooks:Timeout", "00:00:00.5")];

    [Fact]
    public async Task Delivery_has_the_whole_event_and_a_valid_signature()
    {
        var (endpoint, secret) = await EndpointAsync();
        await HappensAsync();

        (await SendAsync()).ShouldBe(1);

        var request = Receiver.Received.ShouldHaveSingleItem();
        StandardWebhook.Check(request, secret, Host.Clock.Now).ShouldBe((1, 0));
        StandardWebhook.Check(request with { Body = request.Body + " " }, secret, Host.Clock.Now).ShouldBe((1, -1));
        var happened = (await Host.Get<IEventFeed>().PastOfTenantAsync(Host.Tenant, "tenant.suspended", 0, 10, default)).Single();
        request.Json.Select(m => m.Key).ShouldBe(["id", "type", "tenant_id", "subject", "occurred_at", "data"]);
        (request.Json["id"]!.GetValue<Guid>(), request.Type, request.Json["tenant_id"]!.GetValue<Guid>(), request.Json["occurred_at"]!.GetValue<DateTimeOffset>())
            .ShouldBe((happened.Id, "tenant.suspended", Host.Tenant.Value, happened.OccurredAt));
        (request.Method, request.Path, request.Headers["Content-Type"], request.Headers["User-Agent"])
            .ShouldBe(("POST", "/hooks", "application/json", "SaaSOdoo-Webhooks/1"));
        request.Headers.Keys.ShouldBe(
            ["Host", "Content-Type", "Content-Length", "User-Agent", "webhook-id", "webhook-timestamp", "webhook-signature"], ignoreOrder: true);

        var delivery = (await DeliveriesAsync()).ShouldHaveSingleItem();
        (delivery.Status, delivery.EndpointId, delivery.AttemptLog.Single().HttpStatus, delivery.AttemptLog[0].Error, delivery.LeaseUntil)
            .ShouldBe((WebhookDeliveryStatus.Delivered, endpoint, 204, null, null));
        delivery.Id.Value.ToString().ShouldBe(request.Id);
        (await SendAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Concurrent_publishers_queue_each_event_once_per_subscribed_endpoint()
    {
        await EndpointAsync();
        await Host.DispatchAsync();
        await EndpointAsync();
        await EndpointAsync(type: "*");
        await EndpointAsync(type: "instance.running");
        var (off, _) = await EndpointAsync();
        await ChangeAsync(off, e => e.Change(Off(e), Host.Clock.Now));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => HappensInTurnAsync(10))));
        await Host.DispatchAsync();

        var deliveries = await DeliveriesAsync();
        deliveries.GroupBy(d => d.EventType).ToDictionary(g => g.Key, g => g.Count()).ShouldBe(
            new Dictionary<string, int> { ["tenant.suspended"] = 120, ["tenant.activated"] = 40 }, ignoreOrder: true);
        deliveries.Select(d => (d.EndpointId, d.EventId)).Distinct().Count().ShouldBe(160);
    }

    [Fact]
    public async Task Failed_delivery_is_retried_with_the_same_id_and_a_new_signature()
    {
        var (_, secret) = await EndpointAsync();
        Receiver.Answer = (http, n) =>
        {
            http.Response.StatusCode = n == 1 ? 500 : 200;
            return http.Response.WriteAsync(new string('x', 100_000));
        };
        await HappensAsync();
        await SendAsync();

        var failed = (await DeliveriesAsync()).Single();
        (failed.Status, failed.AttemptLog.Single().HttpStatus, failed.AttemptLog[0].Error).ShouldBe((WebhookDeliveryStatus.Pending, 500, "http_status"));
        (failed.RunAfter - Host.Clock.Now).ShouldBeInRange(TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(5));
        (await SendAsync()).ShouldBe(0);
        Host.Advance(TimeSpan.FromSeconds(5));
        (await SendAsync()).ShouldBe(1);

        (await DeliveriesAsync()).Single().Status.ShouldBe(WebhookDeliveryStatus.Delivered);
        Receiver.Received.Select(r => r.Id).Distinct().ShouldHaveSingleItem();
        Receiver.Received.Select(r => r.Body).Distinct().ShouldHaveSingleItem();
        Receiver.Received.Select(r => r.Headers["webhook-timestamp"]).Distinct().Count().ShouldBe(2);
        Receiver.Received.ShouldAllBe(r => StandardWebhook.Check(r, secret, Host.Clock.Now).Fits == 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Receiver_that_asks_for_time_gets_it(bool asDate)
    {
        await EndpointAsync();
        Receiver.Answer = (http, n) =>
        {
            http.Response.StatusCode = n == 1 ? 429 : 204;
            if (n == 1)
                http.Response.Headers.RetryAfter = asDate ? Host.Clock.Now.AddSeconds(120).ToString("R") : "120";
            return Task.CompletedTask;
        };
        await HappensAsync();
        await SendAsync();

        var failed = (await DeliveriesAsync()).Single();
        (failed.RunAfter - Host.Clock.Now).ShouldBeInRange(TimeSpan.FromSeconds(118), TimeSpan.FromSeconds(121));
        Host.Advance(TimeSpan.FromSeconds(121));
        (await SendAsync()).ShouldBe(1);
        (await DeliveriesAsync()).Single().Status.ShouldBe(WebhookDeliveryStatus.Delivered);
    }

    [Fact]
    public async Task Hanging_receiver_times_out_without_holding_a_database_transaction()
    {
        await EndpointAsync();
        Receiver.Answer = (http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted);
        await HappensAsync();

        var sending = SendAsync();
        await Receiver.HasAsync(1);
        (await Host.ReadAsync(db => db.Database.SqlQuery<int>(
            $"select count(*)::int as \"Value\" from pg_stat_activity where datname = current_database() and state like 'idle in%'").SingleAsync())).ShouldBe(0);
        await sending;

        var attempt = (await DeliveriesAsync()).Single().AttemptLog.Single();
        (attempt.HttpStatus, attempt.Error).ShouldBe((null, "timeout"));
        attempt.DurationMs.ShouldBeInRange(450, 5000);
    }

    [Fact]
    public async Task Redirect_is_a_failed_delivery_and_is_not_followed()
    {
        await EndpointAsync();
        await using var other = await WebhookReceiver.StartAsync();
        Receiver.Answer = (http, _) =>
        {
            http.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            http.Response.Headers.Location = other.Url.AbsoluteUri;
            return Task.CompletedTask;
        };
        await HappensAsync();
        await SendAsync();

        var attempt = (await DeliveriesAsync()).Single().AttemptLog.Single();
        (attempt.HttpStatus, attempt.Error, other.Received.Count).ShouldBe((307, "redirect", 0));
    }

    [Fact]
    public async Task Endpoint_that_answers_410_is_disabled_with_an_event_to_the_tenant()
    {
        var (id, _) = await EndpointAsync();
        Receiver.AnswerWith(StatusCodes.Status410Gone);
        await HappensAsync();
        await SendAsync();
        await HappensAsync();
        (await SendAsync()).ShouldBe(0);

        (await DeliveriesAsync()).Single().Status.ShouldBe(WebhookDeliveryStatus.Dead);
        var endpoint = await EndpointAsync(id);
        (endpoint.Enabled, endpoint.DisabledReason).ShouldBe((false, WebhookDisabledReason.Gone));
        (await Host.Get<IEventFeed>().PastOfTenantAsync(Host.Tenant, "webhook_endpoint.disabled", 0, 10, default)).Single().Subject.ShouldBe(id.Value);
    }

    [Fact]
    public async Task Unreachable_endpoint_is_retried_for_three_days_and_then_disabled()
    {
        var (id, _) = await EndpointAsync(new Uri("http://127.0.0.1:1/hooks"));
        await HappensAsync();
        var began = Host.Clock.Now;
        while ((await DeliveriesAsync()).Single() is { Status: WebhookDeliveryStatus.Pending } delivery)
        {
            Host.Advance(delivery.RunAfter - Host.Clock.Now);
            (await SendAsync()).ShouldBe(1);
        }

        var dead = (await DeliveriesAsync()).Single();
        dead.AttemptLog.Count.ShouldBe(WebhookSchedule.MaxAttempts);
        dead.AttemptLog.ShouldAllBe(a => a.HttpStatus == null && a.Error == "connection_failed");
        (Host.Clock.Now - began).ShouldBeInRange(TimeSpan.FromDays(2.6), TimeSpan.FromDays(3));
        (await EndpointAsync(id)).DisabledReason.ShouldBe(WebhookDisabledReason.Failing);
    }

    [Fact]
    public async Task Rotated_secret_and_its_predecessor_sign_for_a_day()
    {
        var (id, old) = await EndpointAsync();
        var fresh = Application.Webhooks.WebhookSecrets.New(Host.Get<IRandomSecrets>());
        await ChangeAsync(id, e => e.Rotate(Host.Get<ISecretProtector>().Protect(fresh), Host.Clock.Now));
        await HappensAsync();
        await SendAsync();
        Host.Advance(TimeSpan.FromHours(24));
        var between = Host.Clock.Now - TimeSpan.FromHours(24);
        await HappensAsync();
        await SendAsync();

        var (both, one) = (Receiver.Received[0], Receiver.Received[1]);
        StandardWebhook.Check(both, fresh, between).ShouldBe((2, 0));
        StandardWebhook.Check(both, old, between).ShouldBe((2, 1));
        StandardWebhook.Check(one, fresh, Host.Clock.Now).ShouldBe((1, 0));
        StandardWebhook.Check(one, old, Host.Clock.Now).ShouldBe((1, -1));
    }

    [Fact]
    public async Task Expired_webhook_lease_is_reclaimed_and_its_old_holder_cannot_record()
    {
        await EndpointAsync();
        await HappensAsync();
        var lost = (await Host.Get<WebhookQueue>().ClaimAsync(default)).ShouldNotBeNull();
        (await Host.Get<WebhookQueue>().ClaimAsync(default)).ShouldBeNull();
        Host.Advance(TimeSpan.FromSeconds(31));

        (await SendAsync()).ShouldBe(1);
        await Host.Get<WebhookRunner>().RunAsync(lost, default);

        // The late one finds that it is another's by now, and sends nothing.
        Receiver.Received.Count.ShouldBe(1);
        (await DeliveriesAsync()).Single().AttemptLog.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Claims_are_limited_per_endpoint()
    {
        var (slow, _) = await EndpointAsync();
        await HappensAsync(10);
        var (quick, _) = await EndpointAsync();
        await HappensAsync();

        var claims = new List<Lease>();
        while (await Host.Get<WebhookQueue>().ClaimAsync(default) is { } claim)
            claims.Add(claim);

        var byId = (await DeliveriesAsync()).ToDictionary(d => d.Id, d => d.EndpointId);
        claims.Select(c => byId[new(c.Id)]).GroupBy(e => e).ToDictionary(g => g.Key, g => g.Count())
            .ShouldBe(new Dictionary<Domain.Common.WebhookEndpointId, int> { [slow] = 4, [quick] = 1 }, ignoreOrder: true);
    }

    private static WebhookSettings Off(WebhookEndpoint e) =>
        WebhookSettings.Create(e.Url.AbsoluteUri, e.EventTypes, null, enabled: false, allowPrivate: true).Value;

    private readonly SemaphoreSlim turn = new(1);

    // One tenant: the writers would only step on each other. Publishing is what races.
    private async Task HappensInTurnAsync(int times)
    {
        for (var n = 0; n < times; n++)
        {
            await turn.WaitAsync();
            try
            {
                await Host.InScopeAsync<Infrastructure.Persistence.AppDb>(async db =>
                {
                    var tenant = await db.Tenants.SingleAsync(t => t.Id == Host.Tenant);
                    tenant.Suspend(Host.Clock.Now);
                    tenant.Activate(Host.Clock.Now);
                    await db.SaveChangesAsync();
                });
            }
            finally
            {
                turn.Release();
            }

            await Host.DispatchAsync();
        }
    }
}
