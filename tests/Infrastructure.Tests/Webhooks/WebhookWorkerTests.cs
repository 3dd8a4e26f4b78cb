using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Webhooks;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Webhooks;

namespace SaaSOdoo.Infrastructure.Tests.Webhooks;

/// <summary>The worker as it is hosted. It would look for work every ten minutes only: what happens sooner came by notification.</summary>
public sealed class WebhookWorkerTests : WebhookTest
{
    private protected override (string Key, string Value)[] Settings => [("Webhooks:AllowPrivateAddresses", "true"), ("Webhooks:Poll", "00:10:00")];

    [Fact]
    public async Task Slow_receiver_does_not_block_other_deliveries()
    {
        await using var quick = await WebhookReceiver.StartAsync();
        var release = new TaskCompletionSource();
        Receiver.Answer = (_, _) => release.Task;
        await EndpointAsync();
        await HappensAsync(20);
        await EndpointAsync(quick.Url);
        await Host.StartAsync<NotificationListener>();
        await Host.StartAsync<WebhookWorker>();
        await Receiver.HasAsync(4);

        await HappensAsync(10);

        await quick.HasAsync(10);
        Receiver.Received.Count.ShouldBe(4);
        release.SetResult();
        await Receiver.HasAsync(30);
        await AllDeliveredAsync(40);
    }

    [Fact]
    public async Task Concurrent_workers_deliver_each_webhook_once()
    {
        await EndpointAsync();
        await Host.StartAsync<NotificationListener>();
        await Host.StartAsync<WebhookWorker>();
        await Host.StartAsync<WebhookWorker>();

        await HappensAsync(60);

        await AllDeliveredAsync(60);
        Receiver.Received.Count.ShouldBe(60);
        Receiver.Received.Select(r => r.Id).Distinct().Count().ShouldBe(60);
    }

    [Fact]
    public async Task Stopped_worker_releases_its_hanging_delivery_without_an_attempt()
    {
        Receiver.Answer = (http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted);
        await EndpointAsync();
        await HappensAsync();
        var worker = ActivatorUtilities.CreateInstance<WebhookWorker>(Host.Get<IServiceProvider>());
        await worker.StartAsync(CancellationToken.None);
        await Receiver.HasAsync(1);

        await worker.StopAsync(CancellationToken.None);

        var delivery = (await DeliveriesAsync()).Single();
        (delivery.Status, delivery.LeaseUntil, delivery.AttemptLog.Count).ShouldBe((WebhookDeliveryStatus.Pending, null, 0));
        Receiver.AnswerWith(StatusCodes.Status200OK);
        (await SendAsync()).ShouldBe(1);
    }

    private Task AllDeliveredAsync(int count) => Eventually.BecomesTrueAsync(async () =>
        (await DeliveriesAsync()).Count(d => d.Status == WebhookDeliveryStatus.Delivered && d.AttemptLog.Count == 1) == count);
}
