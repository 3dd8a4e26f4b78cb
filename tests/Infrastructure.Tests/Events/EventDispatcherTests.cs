using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Events;

/// <summary>Each event has its effect exactly once, whoever fails and however many deliver.</summary>
public sealed class EventDispatcherTests : OperationHostTest
{
    private readonly Script script = new();

    private protected override OperationHost Open() => new(Database, services => services.AddSingleton(script).AddScoped<IEventConsumer, Recorder>());

    [Fact]
    public async Task Concurrent_dispatchers_deliver_each_event_once()
    {
        await PrepareAsync(orders: 40);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(DispatchAsync)));

        await EachOnceAsync(40);
        (await DeliveriesAsync()).ShouldAllBe(d => d.Status == DeliveryStatus.Done && d.Attempts == 0);
    }

    [Fact]
    public async Task Event_that_failed_once_is_retried_and_has_one_effect()
    {
        await PrepareAsync(orders: 40);
        script.React = (_, attempt) => attempt == 1 ? new InvalidOperationException("secret") : null;

        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(DispatchAsync)));
            Host.Advance(TimeSpan.FromSeconds(1));
        }

        await EachOnceAsync(40);
        (await DeliveriesAsync()).ShouldAllBe(d => d.Status == DeliveryStatus.Done && d.Attempts == 1);
    }

    [Fact]
    public async Task Failing_delivery_is_retried_with_backoff_and_ends_as_dead_letter()
    {
        await PrepareAsync(orders: 1);
        script.React = (_, _) => new InvalidOperationException("secret");

        for (var attempt = 1; attempt < EventDelivery.MaxAttempts; attempt++)
        {
            await DispatchAsync();
            await DispatchAsync();
            var failed = (await DeliveriesAsync()).Single();
            (failed.Status, failed.Attempts, failed.LastError, failed.RunAfter)
                .ShouldBe((DeliveryStatus.Pending, attempt, "InvalidOperationException", Host.Clock.Now + Backoff.After(attempt)));
            Host.Advance(Backoff.After(attempt));
        }

        await DispatchAsync();
        (await DeliveriesAsync()).Single().Status.ShouldBe(DeliveryStatus.Dead);
        Host.Advance(TimeSpan.FromDays(1));
        await DispatchAsync();
        script.Attempts.Values.Single().ShouldBe(EventDelivery.MaxAttempts);
        (await EffectsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Postponed_delivery_waits_without_counting_attempts()
    {
        await PrepareAsync(orders: 1);
        script.React = (_, attempt) => attempt <= 100 ? new NotYetException("An operation is under way.") : null;

        for (var attempt = 1; attempt <= 101; attempt++)
        {
            await DispatchAsync();
            Host.Advance(Backoff.Max);
        }

        await EachOnceAsync(1);
        (await DeliveriesAsync()).Single().Status.ShouldBe(DeliveryStatus.Done);
    }

    [Fact]
    public async Task Failed_consumer_is_rolled_back_and_retried()
    {
        await PrepareAsync(orders: 1);
        script.FailAfterEffect = true;

        await DispatchAsync();
        (await EffectsAsync()).ShouldBeEmpty();

        script.FailAfterEffect = false;
        Host.Advance(TimeSpan.FromSeconds(1));
        await DispatchAsync();
        await EachOnceAsync(1);
    }

    [Fact]
    public async Task Failing_event_does_not_block_the_others()
    {
        await PrepareAsync(orders: 5);
        var bad = (await Host.ReadAsync(db => db.Instances.OrderBy(i => i.Id).Select(i => i.Id).ToListAsync()))[2];
        script.React = (e, _) => e.InstanceId == bad ? new InvalidOperationException() : null;

        await DispatchAsync();

        (await EffectsAsync()).Count.ShouldBe(4);
        (await DeliveriesAsync()).Count(d => d.Status == DeliveryStatus.Pending).ShouldBe(1);
    }

    [Fact]
    public async Task Stopped_worker_rolls_back_and_its_event_is_delivered_by_the_next()
    {
        await PrepareAsync(orders: 1);
        await Host.Get<EventPublisher>().PublishAsync(CancellationToken.None);
        script.Blocked = new();
        using var worker = ActivatorUtilities.CreateInstance<EventDeliveryWorker>(Host.Get<IServiceProvider>());
        await worker.StartAsync(CancellationToken.None);
        await script.Blocked.Task;

        await worker.StopAsync(CancellationToken.None);
        (await EffectsAsync()).ShouldBeEmpty();

        script.Blocked = null;
        await DispatchAsync();
        await EachOnceAsync(1);
        (await DeliveriesAsync()).Single().Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task Event_without_a_consumer_is_dispatched_without_a_delivery()
    {
        await PrepareAsync(orders: 1);

        await DispatchAsync();

        (await Host.ReadAsync(db => db.Events.CountAsync(e => e.DispatchedAt == null))).ShouldBe(0);
        (await Host.ReadAsync(db => db.Events.CountAsync())).ShouldBeGreaterThan(1);
        (await DeliveriesAsync()).Count.ShouldBe(1);
    }

    private Task DispatchAsync() => Host.DispatchAsync();

    private async Task PrepareAsync(int orders)
    {
        await Host.ExecuteAsync("create table effects (instance uuid not null)");
        for (var i = 0; i < orders; i++)
            await Host.OrderAsync();
    }

    private async Task EachOnceAsync(int count)
    {
        var effects = await EffectsAsync();
        effects.Count.ShouldBe(count);
        effects.Distinct().Count().ShouldBe(count);
    }

    private Task<List<Guid>> EffectsAsync() =>
        Host.ReadAsync(db => db.Database.SqlQuery<Guid>($"select instance as \"Value\" from effects").ToListAsync());

    private Task<List<EventDelivery>> DeliveriesAsync() =>
        Host.ReadAsync(db => db.EventDeliveries.AsNoTracking().Where(d => d.Consumer == Recorder.Id).ToListAsync());

    /// <summary>How the consumer behaves.</summary>
    private sealed class Script
    {
        public ConcurrentDictionary<Guid, int> Attempts { get; } = new();

        public Func<InstanceCreated, int, Exception?> React { get; set; } = (_, _) => null;

        public bool FailAfterEffect { get; set; }

        /// <summary>Set when a consumer hangs after its effect.</summary>
        public TaskCompletionSource? Blocked { get; set; }
    }

    private sealed class Recorder(Script script, IAppDb db) : EventConsumer<InstanceCreated>
    {
        public const string Id = "recorder";

        public override string Name => Id;

        protected override async Task ConsumeAsync(InstanceCreated domainEvent, CancellationToken cancellationToken)
        {
            var attempt = script.Attempts.AddOrUpdate(domainEvent.InstanceId.Value, 1, (_, n) => n + 1);
            if (script.React(domainEvent, attempt) is { } failure)
                throw failure;

            await db.Database.ExecuteSqlAsync($"insert into effects values ({domainEvent.InstanceId.Value})", cancellationToken);
            if (script.FailAfterEffect)
                throw new InvalidOperationException("secret");
            if (script.Blocked is { } blocked)
            {
                blocked.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
        }
    }
}
