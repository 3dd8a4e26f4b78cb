using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Tests.Webhooks;
using SaaSOdoo.Infrastructure.Webhooks;
using SaaSOdoo.TestKit.Webhooks;

namespace SaaSOdoo.Infrastructure.Tests.Jobs.Queues;

/// <summary>However many receivers of one tenant hang, another tenant's waits for one slot at most.</summary>
public sealed class WebhookFairnessTests : WebhookTest
{
    private protected override (string Key, string Value)[] Settings =>
        [("Webhooks:AllowPrivateAddresses", "true"), ("Webhooks:Poll", "00:10:00"), ("Webhooks:Concurrency", "4")];

    [Fact]
    public async Task Delivery_of_another_tenant_waits_for_one_slot_and_not_for_thousands_to_hanging_receivers()
    {
        await using var quick = await WebhookReceiver.StartAsync();
        var turns = new SemaphoreSlim(0);
        Receiver.Answer = (http, _) => turns.WaitAsync(http.RequestAborted);
        for (var n = 0; n < 6; n++)
            await FillAsync((await EndpointAsync()).Id.Value, Host.Tenant.Value, 1000);
        var other = (await EndpointAsync(quick.Url)).Id.Value;
        await Host.StartAsync<WebhookWorker>();
        await Receiver.HasAsync(4);
        // Not whether it was received: that is counted before it is answered.
        var hanging = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        quick.Answer = (_, _) =>
        {
            hanging.TrySetResult(Receiver.Received.Count);
            return Task.CompletedTask;
        };

        await FillAsync(other, Guid.CreateVersion7(), 1);
        Host.Get<Notifications>().WakeAll();
        Receiver.Received.Count.ShouldBe(4);
        turns.Release();

        (await hanging.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe(4, "another of the tenant whose receivers hang went first");
        turns.Release(10_000);
    }

    private Task<int> FillAsync(Guid endpoint, Guid tenant, int count) => Host.ExecuteAsync(
        $"""
        insert into webhook_deliveries (id, endpoint_id, tenant_id, event_id, event_type, body, status, attempt_log, attempts, fence, run_after, created_at)
        select gen_random_uuid(), '{endpoint}', '{tenant}', gen_random_uuid(), 'tenant.suspended', '{"{}"}', 'pending', '[]', 0, 0,
               '{Host.Clock.Now:O}', '{Host.Clock.Now:O}' from generate_series(1, {count})
        """);
}
