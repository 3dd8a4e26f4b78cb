using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Domain.Tests.Webhooks;

public sealed class WebhookTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan ThreeDays = TimeSpan.FromDays(3);

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Webhook_retry_backoff_ends_within_three_days(double jitter)
    {
        var delivery = Queue(Endpoint());
        var at = Now;
        var pauses = new List<TimeSpan>();
        while (delivery.Status == WebhookDeliveryStatus.Pending)
        {
            delivery.Record(new(at, 500, "http_status", 5), jitter, at);
            pauses.Add(delivery.RunAfter - at);
            at = delivery.RunAfter;
        }

        delivery.AttemptLog.Count.ShouldBe(WebhookSchedule.MaxAttempts);
        pauses[..^1].ShouldBe(pauses[..^1].Order());
        (at - Now).ShouldBeInRange(ThreeDays * 0.89, ThreeDays);
        delivery.FinishedAt.ShouldBe(at);
    }

    [Fact]
    public void Failing_endpoint_is_disabled_with_its_first_dead_delivery()
    {
        var endpoint = Endpoint();
        var delivery = Queue(endpoint);
        FailToTheEnd(endpoint, delivery);

        (endpoint.Enabled, endpoint.DisabledReason, endpoint.FailingSince).ShouldBe((false, WebhookDisabledReason.Failing, Now));
        endpoint.Events.Select(EventNames.Of).ShouldBe(["webhook_endpoint.disabled"]);

        endpoint.Change(Settings(enabled: true), Now);
        (endpoint.Enabled, endpoint.DisabledReason, endpoint.FailingSince).ShouldBe((true, null, null));
        delivery.Redeliver(endpoint, Now).IsFailure.ShouldBeFalse();
        (delivery.Status, delivery.RunAfter, delivery.Attempts).ShouldBe((WebhookDeliveryStatus.Pending, Now, 0));
    }

    [Fact]
    public void Endpoint_with_successful_deliveries_is_not_disabled()
    {
        var endpoint = Endpoint();
        var delivery = Queue(endpoint);
        delivery.Record(new(Now, 500, "http_status", 5), 0, Now);
        endpoint.Note(delivery, delivery.AttemptLog[^1], Now);
        endpoint.Note(Queue(endpoint), new(Now.AddHours(1), 200, null, 5), Now.AddHours(1));

        FailToTheEnd(endpoint, delivery);

        (delivery.Status, endpoint.Enabled).ShouldBe((WebhookDeliveryStatus.Dead, true));
    }

    [Fact]
    public void Endpoint_that_answers_410_is_disabled_without_retry()
    {
        var endpoint = Endpoint();
        var delivery = Queue(endpoint);
        delivery.Record(new(Now, 410, "http_status", 5), 0, Now);
        endpoint.Note(delivery, delivery.AttemptLog[^1], Now);

        (delivery.Status, endpoint.Enabled, endpoint.DisabledReason).ShouldBe((WebhookDeliveryStatus.Dead, false, WebhookDisabledReason.Gone));
        delivery.Redeliver(endpoint, Now).Error.Code.ShouldBe("webhook.endpoint_disabled");
    }

    [Fact]
    public void Two_secrets_sign_for_a_day_after_a_rotation_and_never_three()
    {
        var endpoint = Endpoint();
        endpoint.SigningSecrets(Now).ShouldBe(["first"]);
        endpoint.Rotate("second", Now);
        endpoint.SigningSecrets(Now.AddHours(23)).ShouldBe(["second", "first"]);
        endpoint.SigningSecrets(Now.AddHours(24)).ShouldBe(["second"]);
        endpoint.Rotate("third", Now.AddHours(1));
        endpoint.SigningSecrets(Now.AddHours(2)).ShouldBe(["third", "second"]);
    }

    [Fact]
    public void Endpoint_disabled_by_its_owner_is_distinct_from_one_disabled_as_failing()
    {
        var endpoint = Endpoint();
        endpoint.Change(Settings(enabled: false), Now);
        endpoint.DisabledReason.ShouldBe(WebhookDisabledReason.Owner);
        endpoint.Events.ShouldBeEmpty();

        endpoint.Change(Settings(enabled: true), Now);
        FailToTheEnd(endpoint, Queue(endpoint));
        endpoint.Change(Settings(enabled: false), Now);
        endpoint.DisabledReason.ShouldBe(WebhookDisabledReason.Failing);
    }

    [Theory]
    [InlineData("instance.running", true)]
    [InlineData("instance.stopped", false)]
    public void Endpoint_gets_only_its_subscribed_event_types(string type, bool wanted)
    {
        Endpoint().Wants(type).ShouldBeTrue();
        WebhookEndpoint.Create(new(Guid.Empty), Settings(enabled: true, "instance.running"), "first", Now).Wants(type).ShouldBe(wanted);
    }

    [Theory]
    [InlineData]
    [InlineData("operation.progressed")]
    [InlineData("instance.running", "nonsense")]
    [InlineData("instance.running", null)]
    public void Only_public_events_can_be_asked_for(params string?[] types) =>
        WebhookSettings.Create("https://example.com", types, null, enabled: true, allowPrivate: false).Error.Fields.Keys.ShouldBe(["event_types"]);

    private static void FailToTheEnd(WebhookEndpoint endpoint, WebhookDelivery delivery)
    {
        while (delivery.Status == WebhookDeliveryStatus.Pending)
        {
            var at = delivery.RunAfter;
            delivery.Record(new(at, null, "timeout", 10_000), 0, at);
            endpoint.Note(delivery, delivery.AttemptLog[^1], at);
        }
    }

    private static WebhookEndpoint Endpoint() => WebhookEndpoint.Create(new(Guid.Empty), Settings(enabled: true), "first", Now);

    private static WebhookDelivery Queue(WebhookEndpoint endpoint) => WebhookDelivery.Queue(endpoint, Guid.Empty, "instance.running", "{}", Now);

    private static WebhookSettings Settings(bool enabled, string type = WebhookSettings.Everything) =>
        WebhookSettings.Create("https://example.com/hooks", [type], null, enabled, allowPrivate: false).Value;
}
