using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Operations;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.Infrastructure.Webhooks;
using SaaSOdoo.TestKit;

namespace SaaSOdoo.Infrastructure.Tests.Jobs.Queues;

/// <summary>A notification wakes those whom it concerns, and nobody else. Nobody looks by themselves here.</summary>
public sealed class QueueNotificationTests : OperationHostTest
{
    private static readonly string[] OfWorkers =
        [Topics.Operations, Topics.Cancellations, Topics.Mails, Topics.Webhooks, Topics.EventDeliveries, Topics.Events, Topics.Keys];

    private Notifications Notifications => Host.Get<Notifications>();

    private protected override OperationHost Open() => new(
        Database, change: null,
        ("Operations:Poll", "01:00:00"), ("Events:Poll", "01:00:00"), ("Webhooks:Poll", "01:00:00"), ("Webhooks:AllowPrivateAddresses", "true"));

    [Fact]
    public async Task Progress_of_an_operation_wakes_no_worker_and_no_heartbeat()
    {
        await Host.SettledAsync();
        await Host.StartAsync<NotificationListener>();
        await Host.StartAsync<OperationWorker>();
        await Host.StartAsync<EventWorker>();
        await Host.StartAsync<EventDeliveryWorker>();
        await Host.StartAsync<WebhookWorker>();

        var (_, id) = await Host.OrderAsync();
        await Eventually.BecomesTrueAsync(async () => (await Host.OperationAsync(id)).Status == OperationStatus.Succeeded);
        await Eventually.BecomesTrueAsync(() => Task.FromResult(Notifications.WakeUpsOf(Topics.Events) == 4));

        // instance.created, operation.queued, instance.running and operation.finished have a consumer.
        (await Host.ReadAsync(db => db.Events.CountAsync(e => e.Name == "operation.progressed"))).ShouldBeGreaterThan(20);
        (Notifications.WakeUpsOf(Topics.Operations), Notifications.WakeUpsOf(Topics.Cancellations), Notifications.WakeUpsOf(Topics.Webhooks))
            .ShouldBe((1, 0, 0));
        Notifications.WakeUpsOf(Topics.EventDeliveries).ShouldBeInRange(1, 4);
        Notifications.WakeUpsOf(Topics.Streams).ShouldBe(0);
    }

    [Fact]
    public async Task Mail_notification_wakes_only_the_mail_worker()
    {
        await Host.SettledAsync();
        await Host.StartAsync<NotificationListener>();
        var subscriptions = OfWorkers.Select(topic => Notifications.Subscribe(topic)).ToList();
        await ReadyAsync();
        var before = OfWorkers.ToDictionary(topic => topic, Notifications.WakeUpsOf);

        await Host.InScopeAsync<Infrastructure.Persistence.AppDb>(db =>
        {
            db.Add(OutgoingMail.Post(
                MailTemplate.PasswordChanged, null, Domain.Customers.Email.Stored("a@example.com"), "sealed", null, Host.Clock.Now));
            return db.SaveChangesAsync();
        });
        await ReadyAsync();

        OfWorkers.Where(topic => topic != Topics.Keys && Notifications.WakeUpsOf(topic) > before[topic]).ShouldBe([Topics.Mails]);
        subscriptions.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task Postponed_work_wakes_no_worker_and_a_replay_wakes_only_its_own()
    {
        await Host.OrderAsync();
        await Host.Get<EventPublisher>().PublishAsync(CancellationToken.None);
        var endpoint = WebhookEndpoint.Create(
            Host.Tenant, WebhookSettings.Create("https://example.com/", ["*"], null, enabled: true, allowPrivate: true).Value, "secret", Host.Clock.Now);
        await Host.InScopeAsync<AppDb>(db =>
        {
            db.AddRange(endpoint, WebhookDelivery.Queue(endpoint, Guid.CreateVersion7(), WebhookDelivery.TestEvent, "{}", Host.Clock.Now));
            return db.SaveChangesAsync();
        });
        await Host.StartAsync<NotificationListener>();
        var subscriptions = OfWorkers.Select(topic => Notifications.Subscribe(topic)).ToList();
        await ReadyAsync();

        (await WokenAsync<EventDelivery>(d => d.Wait("Not yet.", Host.Clock.Now))).ShouldBeEmpty();
        (await WokenAsync<WebhookDelivery>(d => d.Record(new(Host.Clock.Now, HttpStatus: 503, null, DurationMs: 1), jitter: 0, Host.Clock.Now)))
            .ShouldBeEmpty();

        // Still pending: nothing but the time has changed.
        (await WokenAsync<WebhookDelivery>(d => d.Redeliver(endpoint, Host.Clock.Now).IsFailure.ShouldBeFalse())).ShouldBe([Topics.Webhooks]);
        await Host.ExecuteAsync("update event_deliveries set status = 'dead'");
        (await WokenAsync<EventDelivery>(d => d.Replay(Host.Clock.Now).ShouldBeTrue())).ShouldBe([Topics.EventDeliveries]);
        subscriptions.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task Notification_wakes_only_readers_of_its_subject()
    {
        var (_, mine) = await Host.OrderAsync();
        await Host.StartAsync<NotificationListener>();
        using var reader = Notifications.Subscribe(Topics.Streams, mine.Value.ToString());
        using var keys = Notifications.Subscribe(Topics.Keys);
        await ReadyAsync();

        await Host.OrderAsync();
        await ReadyAsync();
        Notifications.WakeUpsOf(Topics.Streams).ShouldBe(0);

        await Host.RunNextAsync();
        await ReadyAsync();
        Notifications.WakeUpsOf(Topics.Streams).ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Cancellation_wakes_only_the_worker_of_that_operation()
    {
        using var mine = Notifications.Subscribe(Topics.Cancellations, id => id == "mine");
        Notifications.Publish($"{Topics.Cancellations}:other");
        Notifications.WakeUpsOf(Topics.Cancellations).ShouldBe(0);
        Notifications.Publish($"{Topics.Cancellations}:mine");
        Notifications.WakeUpsOf(Topics.Cancellations).ShouldBe(1);

        // Nothing is lost: it was told before it waited.
        await mine.WaitAsync(TimeSpan.FromMinutes(10), TimeProvider.System, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
    }

    private async Task<List<string>> WokenAsync<T>(Action<T> change) where T : class
    {
        var before = OfWorkers.ToDictionary(topic => topic, Notifications.WakeUpsOf);
        await Host.InScopeAsync<AppDb>(async db =>
        {
            change(await db.Set<T>().OrderBy(one => EF.Property<DateTimeOffset>(one, "RunAfter")).FirstAsync());
            await db.SaveChangesAsync();
        });
        await ReadyAsync();
        return [.. OfWorkers.Where(topic => topic != Topics.Keys && Notifications.WakeUpsOf(topic) > before[topic])];
    }

    // Notifications arrive in their order: when this one is there, all before it are. The first may come before the listener listens.
    private async Task ReadyAsync()
    {
        var seen = Notifications.WakeUpsOf(Topics.Keys);
        await Eventually.BecomesTrueAsync(async () =>
        {
            await Host.ExecuteAsync($"select pg_notify('{NotificationChannel.Name}', '{Topics.Keys}:')");
            return Notifications.WakeUpsOf(Topics.Keys) > seen;
        });
    }
}
