using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.TestKit.Webhooks;

namespace SaaSOdoo.Infrastructure.Tests.Webhooks;

/// <summary>A worker in a process of its own, killed with SIGKILL while it sends.</summary>
public sealed class WebhookCrashTests : WebhookTest
{
    [Theory]
    [InlineData("claimed", 0)]
    [InlineData("sent", 1)]
    public async Task Worker_crash_loses_no_webhook_and_a_duplicate_has_the_same_id(string when, int arrived)
    {
        // The other process has the real time.
        Host.AdjustTime(TimeProvider.System.GetUtcNow());
        var (_, secret) = await EndpointAsync();
        await HappensAsync();

        await CrashingWorker.CrashAsync(Database.ConnectionString, $"--Crash:Webhook={when}", "--Webhooks:AllowPrivateAddresses=true");

        Receiver.Received.Count.ShouldBe(arrived);
        var left = (await DeliveriesAsync()).Single();
        (left.Status, left.AttemptLog.Count).ShouldBe((WebhookDeliveryStatus.Pending, 0));
        (await SendAsync()).ShouldBe(0);
        Host.Advance(TimeSpan.FromMinutes(1));
        (await SendAsync()).ShouldBe(1);

        Receiver.Received.Count.ShouldBe(arrived + 1);
        Receiver.Received.Select(r => r.Id).Distinct().ShouldBe([$"{left.Id.Value}"]);
        Receiver.Received.ShouldAllBe(r => StandardWebhook.Check(r, secret, Host.Clock.Now).Fits == 0);
        (await DeliveriesAsync()).Single().Status.ShouldBe(WebhookDeliveryStatus.Delivered);
        Host.Advance(TimeSpan.FromMinutes(1));
        (await SendAsync()).ShouldBe(0);
    }
}
